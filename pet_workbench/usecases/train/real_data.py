"""Real patients with lung cancer, by institution: 226 of a trial in North America.

The trial of the North Central Cancer Treatment Group asked patients with advanced lung cancer how
they felt, and whether that tells how long they live [1]_.  The institution of each patient is in
the data, so that they come divided as in a federation: 18 institutions, most of them with a handful
of patients.  That is too few for plain sums; added up in shares it is enough.

Left out are two patients, one without an institution and one without a condition.

Protects: nothing; the data were published without names.
Does not protect: institutions and patients, which is why nothing but totals is shown of them.

References
----------
.. [1] C. L. Loprinzi et al., "Prospective evaluation of prognostic variables from patient-completed
   questionnaires", Journal of Clinical Oncology 12(3), 1994, 601-607,
   doi:10.1200/JCO.1994.12.3.601.
"""

from typing import TYPE_CHECKING

import numpy as np

from pet_workbench.datasets.figures import data_path

if TYPE_CHECKING:
    import pandas as pd

FILE = "health_lung_ncctg.csv"
DAYS_A_MONTH = 30.4375
INSTITUTION = "Instelling {number}"
POOR = 2
"""From this ECOG score on, a patient's condition counts as poor."""
WOMAN = 2


def real() -> dict[str, "pd.DataFrame"]:
    """Return the patients of each institution, in the columns of the case.

    Returns
    -------
    dict of str to DataFrame
        Largest institution first: ``age``, ``female``, ``poor_condition``, ``months`` and ``died``.

    Raises
    ------
    DataError
        If the package was copied without its data.
    """
    import pandas as pd

    read = pd.read_csv(data_path() / FILE).dropna(subset=["inst", "ph.ecog"])
    months = np.ceil(read["time"].to_numpy(np.float64) / DAYS_A_MONTH)
    patients = pd.DataFrame(
        {
            "age": read["age"].to_numpy(np.int64),
            "female": (read["sex"] == WOMAN).to_numpy(np.int64),
            "poor_condition": (read["ph.ecog"] >= POOR).to_numpy(np.int64),
            "months": np.maximum(months, 1).astype(np.int64),
            "died": read["status"].to_numpy(np.int64),
        }
    )
    places = read["inst"].to_numpy(np.int64)
    found, counts = np.unique(places, return_counts=True)
    order = found[np.argsort(-counts, kind="stable")]
    return {
        INSTITUTION.format(number=number): patients[places == place].reset_index(drop=True)
        for number, place in enumerate(order.tolist(), 1)
    }
