"""A dossier is taken as a whole or not at all."""

from typing import Any

import pytest

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier, chooser
from pet_workbench.decide.whole import check_whole

BROKEN: dict[str, Any] = {
    "gate": {"nothing": ("yes",)},
    "needs": {"parties": ("forty",)},
    "chosen": "magic",
    "weighing": {"people": 5},
    "balance": {"parties": "nobody"},
    "adoption": {"partners": 3},
    "run": {"case": 1},
}


@pytest.mark.parametrize("part", BROKEN)
def test_one_broken_part_refuses_the_whole(part):
    """Each part is read, and what cannot be read is an error of that part."""
    with pytest.raises(DataError):
        check_whole(Dossier.empty("en").with_(**{part: BROKEN[part]}))


@pytest.mark.parametrize("case", [one.key for one in chooser.cases()])
def test_the_answers_of_every_case_are_taken(case):
    """What the case book holds is a dossier that opens."""
    entry = chooser.case(case)
    dossier = Dossier.empty("nl").with_(gate=entry.gate, needs=entry.needs)

    assert check_whole(dossier) is dossier
