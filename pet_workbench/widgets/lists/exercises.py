"""The exercises on lists that ask for a number."""

from pet_workbench.attacks.dictionary import WHOLE_DOMAIN
from pet_workbench.usecases.informants import CASE
from pet_workbench.widgets.case import SEED, Solution

PER_SECOND = 1_000_000
"""A round speed for the exercise; a core of an ordinary computer does about that."""
N, MINIMUM = 500, 5


def domain() -> Solution:
    """Return how many seconds it takes to hash all numbers."""
    seconds = WHOLE_DOMAIN / PER_SECOND
    return Solution(
        right=round(seconds),
        wrong={"all": 1_000, "hundred": 100},
        values={"numbers": WHOLE_DOMAIN, "speed": PER_SECOND},
        tolerance=1,
    )


def decoys() -> Solution:
    """Return the overlap that follows from the matcher's count, knowing the common decoys."""
    tables = CASE.load(n=N, seed=SEED)
    overlap = CASE.exact(tables).size
    common = 600
    return Solution(
        right=overlap,
        wrong={"seen": overlap + common, "common": common},
        values={"counted": overlap + common},
    )
