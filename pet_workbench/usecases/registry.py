"""Find use cases by key: ours, and those of any installed package.

A package of your own adds a case by an entry point in the group ``pet_workbench.usecases``, whose
name is the key and whose value is a `UseCase`; nothing here needs to change.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from pet_workbench.core import ParameterError
from pet_workbench.core.validation import check_choice
from pet_workbench.usecases.base import UseCase

GROUP = "pet_workbench.usecases"
_TEACHING_ORDER = (
    "table",
    "aio",
    "falls",
    "fall-injuries",
    "emoji",
    "debts",
    "fraud",
    "fugitives",
    "informants",
    "treatment",
    "entrepreneurs",
    "securened",
    "logistics",
    "gas",
    "education-tax",
    "education",
    "pupils",
    "grid",
    "train",
    "passport",
    "mobility",
)


def names() -> tuple[str, ...]:
    """Return the keys of all use cases: ours in teaching order, then others by name."""
    found = _entry_points()
    ours = tuple(key for key in _TEACHING_ORDER if key in found)
    return ours + tuple(sorted(set(found) - set(ours)))


def get(key: str) -> UseCase:
    """Return the use case called `key`.

    Raises
    ------
    ParameterError
        If there is no such case, or the entry point does not hold a `UseCase`.
    """
    found = _entry_points()
    check_choice("case", key, names())
    case = found[key].load()
    if not isinstance(case, UseCase):
        raise ParameterError(
            "errors.not_a_case",
            "need the entry point {key} to hold a UseCase, got {kind}",
            key=key,
            kind=type(case).__name__,
        )
    return case


@cache
def _entry_points() -> dict[str, EntryPoint]:
    """Return the registered cases by key; read once, the installed packages do not change."""
    return {point.name: point for point in entry_points(group=GROUP)}
