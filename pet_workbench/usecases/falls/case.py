"""Which clients will be hurt by a fall?  A care organisation and a hospital, and a model.

The care organisation knows its clients: age, earlier falls, medicines.  The hospital has a model of
who was admitted with an injury by a fall, and will not give it away.  With homomorphic encryption
the care organisation encrypts its clients' characteristics under its own key, the hospital computes
with them what it cannot read, and only the care organisation can open the scores.

That organisations for home care, nursing homes and hospitals predict fall risk with homomorphic
encryption is from a report on the adoption of privacy-enhancing technology [1]_; it does not say
how.  Who holds which key, the model and all clients here are ours; see `population`.

Protects: clients' characteristics against the hospital; the hospital's model against all but those
who read scores.
Does not protect: the model against the care organisation.  A score is a sum of weights: seventeen
clients who differ enough tell all seventeen weights (`attacks.model_from_scores`), whatever the
technique; with CKKS a single reply tells them (see `by_encryption`).  The hospital can limit how
many clients are scored in a run and how often; below seventeen in all, with another technique than
CKKS, the model stays its own, and is of little use.  Otherwise both had better agree that the model
is no secret.

References
----------
.. [1] Oliver Wyman and INNOPAY for the Ministry of Economic Affairs, report on the adoption of
   PETs, 2025, chapter 3.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import Release
from pet_workbench.core.validation import check_choice, check_whole
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.falls.by_encryption import by_bfv, by_ckks
from pet_workbench.usecases.falls.clients import CARE, CENTRE_AGE, HOSPITAL, THIRD_PARTIES
from pet_workbench.usecases.falls.in_clear import by_exchange, by_model, by_third_party
from pet_workbench.usecases.falls.in_shares import in_shares
from pet_workbench.usecases.falls.model import WEIGHTS, hospital_model
from pet_workbench.usecases.falls.population import MAX_N, NATIONAL, people
from pet_workbench.usecases.falls.scores import Scores

if TYPE_CHECKING:
    import pandas as pd


TELLS_MODEL = "scores_tell_model"
TECHNIQUES = (
    Technique("homomorphic:bfv", by_bfv, leaks=(TELLS_MODEL, "clients_counted_at_hospital")),
    Technique(
        "homomorphic:ckks", by_ckks, leaks=("reply_tells_model", "clients_counted_at_hospital")
    ),
    Technique("secret-sharing", in_shares, leaks=(TELLS_MODEL, "clients_counted_at_both")),
    Technique("trusted-third-party", by_third_party, leaks=(TELLS_MODEL, "all_at_third")),
    Technique("plain-exchange", by_exchange, leaks=(TELLS_MODEL, "features_at_hospital")),
    Technique("plain-exchange:model", by_model, leaks=("model_at_care",)),
)


class FallsCase(UseCase):
    """Care organisation x hospital: the risk of an injury by a fall, per client."""

    key = "falls"
    own_tables = "pet_workbench.usecases.falls.own_tables"
    sizes: ClassVar = (10_000, 30_000, 100_000, NATIONAL)
    techniques: ClassVar = {technique.id: technique for technique in TECHNIQUES}
    parameters: ClassVar = {
        "third_party": THIRD_PARTIES[0],
        "score_limit": None,
        "run_limit": None,
    }

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate `n` clients, and the hospital's model; see `population` and `model`."""
        return {
            CARE: people(n, seed=seed).drop(columns="injured"),
            HOSPITAL: hospital_model().table,
        }

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who has clients, who has the model, and who helps."""
        return {CARE: "care", HOSPITAL: "hospital", parameters["third_party"]: "third"}

    def check(self, parameters: Parameters) -> None:
        """Refuse values outside their range.

        Raises
        ------
        ParameterError
            If one is.
        """
        check_choice("third_party", parameters["third_party"], THIRD_PARTIES)
        if parameters["score_limit"] is not None:
            check_whole("score_limit", parameters["score_limit"], 1, MAX_N)

    def exact(self, tables: Tables, **parameters: Any) -> Scores:
        """Add up with pandas, feature by feature; no code in common with the techniques."""
        import pandas as pd

        model = tables[HOSPITAL]
        names = [WEIGHTS[place] for place in model["feature"].tolist()]
        weights = pd.Series(model["weight"].to_numpy(np.int64), index=names)
        care = tables[CARE]
        columns = care.drop(columns=["person", "fallen"]).astype("int64")
        columns["age"] -= CENTRE_AGE
        columns["fell_once"] = (columns["earlier_falls"] == 1).astype("int64")
        columns["fell_often"] = (columns.pop("earlier_falls") > 1).astype("int64")
        columns["intercept"] = 1
        total = columns.mul(weights).sum(axis="columns")
        return Scores(care["person"].to_numpy(np.int64), total.to_numpy(np.int64))

    def answer(self, results: Mapping[str, Any]) -> Scores:
        """Return what the care organisation read."""
        read: Scores = results[CARE]
        return read

    def error(self, answer: Scores, exact: Scores) -> float:
        """Return the largest distance between two risks of a client; infinite if clients differ."""
        if not np.array_equal(answer.persons, exact.persons):
            return float("inf")
        return float(np.abs(answer.risks - exact.risks).max(initial=0))

    def released(self, technique: Technique, answer: Scores) -> tuple[Release, ...]:
        """Say that the care organisation reads a risk per client, or the model as well."""
        scores = Release("risk_per_client", CARE, "exact", answer.persons.size)
        if technique.id == "plain-exchange:model":
            return (scores, Release("model", CARE, "exact", len(WEIGHTS)))
        return (scores,)


CASE = FallsCase()
