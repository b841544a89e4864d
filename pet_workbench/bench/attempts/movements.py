"""One party alone reads location rows of others in the messages that it received (`mobility`).

For the techniques with an enclave this tells what messages give away, and no more: whether the host
can read memory is a matter of hardware, of which there is none here.  The words of the attempt say
so wherever it is shown.
"""

import numpy as np
from numpy.typing import NDArray

from pet_workbench.bench.attempts.reading import spotted
from pet_workbench.bench.attempts.trial import Got, Trial, best
from pet_workbench.core import View
from pet_workbench.usecases.mobility.inside import ROW


def rows(trial: Trial) -> Got:
    """Read pseudonyms of others, in columns of numbers or in bytes that hold rows."""
    tried = []
    for party, view in trial.views.items():
        others = [
            table["person"].to_numpy(np.int64)
            for owner, table in trial.tables.items()
            if owner != party
        ]
        wanted = np.unique(np.concatenate(others))
        seen = _in_bytes(view, wanted)
        read = [
            int((found | np.isin(persons, seen)).sum())
            for found, persons in zip(spotted(view, others), others, strict=True)
        ]
        tried.append(Got(sum(read), sum(map(len, others))))
    return best(tried)


def _in_bytes(view: View, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which of the `wanted` stand where a row of a message in bytes would have its person.

    Rows may begin at any place, so all places are tried.
    """
    found = [np.zeros(0, np.int64)]
    for message in view.received:
        if np.dtype(message.dtype) != np.uint8 or message.size_bytes < ROW.itemsize:
            continue
        content = message.values().reshape(-1)
        for start in range(ROW.itemsize):
            whole = (content.size - start) // ROW.itemsize * ROW.itemsize
            part = np.ascontiguousarray(content[start : start + whole])
            person = part.view(ROW)["person"].astype(np.int64)
            near = person[(person >= wanted[0]) & (person <= wanted[-1])]
            found.append(near[np.isin(near, wanted)])
    return np.concatenate(found)
