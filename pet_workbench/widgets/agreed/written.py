"""The agreement of page 40 as written: who takes part, what columns mean, how long it holds."""

from collections.abc import Callable, Mapping
from typing import Final

from pet_workbench.governance import Agreement, Column, Computation, Decision, Definition, Party
from pet_workbench.governance.agreement import COMPUTER, OWNER, RECEIVER
from pet_workbench.governance.agreement import SUPERVISOR as WATCHER
from pet_workbench.usecases.aio import SVB, THIRD_PARTIES, UWV

THIRD: Final = THIRD_PARTIES[0]
SUPERVISOR: Final = "AP"
OWNERS: Final = (SVB, UWV)
WORKING: Final = (SVB, UWV, THIRD)
PARTIES: Final = (*WORKING, SUPERVISOR)
SINCE, UNTIL = "2026-01-01T00:00:00Z", "2035-12-31T23:59:59Z"
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    SVB: (OWNER, COMPUTER, RECEIVER),
    UWV: (OWNER, COMPUTER),
    THIRD: (COMPUTER,),
    SUPERVISOR: (WATCHER,),
}
_INCOMES: Final[Mapping[str, str]] = {SVB: "aow_cents", UWV: "income_cents"}
Words = Callable[..., str]


def written(
    words: Words,
    keys: Mapping[str, str],
    computation: Computation,
    *,
    runs: int,
    decided: bool,
) -> Agreement:
    """Return the agreement of the page.

    Parameters
    ----------
    words : callable
        Words of the page: the agreement is written in the reader's language.
    keys : mapping of str to str
        The public key of every party.
    computation : Computation
    runs : int
        How often it may run with the real files.
    decided : bool
        Whether it holds a decision about the columns that do not mean the same.
    """
    columns = tuple(_column(words, party) for party in OWNERS)
    decision = Decision(f"{columns[0].place}~{columns[1].place}", words("decision_text"))
    return Agreement(
        title=words("agreement_title"),
        purpose=words("agreement_purpose"),
        parties=tuple(_party(words, name, keys[name]) for name in PARTIES),
        definitions=tuple(_definition(words, name.lower()) for name in OWNERS),
        columns=columns,
        decisions=(decision,) if decided else (),
        computation=computation,
        runs=runs,
        epsilon=0.0,
        since=SINCE,
        until=UNTIL,
    )


def _party(words: Words, name: str, key: str) -> Party:
    """Name a party; only an owner needs a legal basis."""
    if name not in OWNERS:
        return Party(name, key, _ROLES[name], "", "")
    known = name.lower()
    return Party(name, key, _ROLES[name], words(f"basis_{known}"), words(f"reference_{known}"))


def _definition(words: Words, name: str) -> Definition:
    """Say what an owner's income means, and where that is laid down."""
    return Definition(f"income-{name}", words(f"means_{name}"), words(f"defined_{name}"))


def _column(words: Words, party: str) -> Column:
    """Describe the column of incomes of an owner."""
    return Column(
        party,
        _INCOMES[party],
        f"income-{party.lower()}",
        words("unit"),
        words(f"from_{party.lower()}"),
        "income",
    )
