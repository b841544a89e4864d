"""What may be taken along from one run of a case: sizes, parties, price and guarantees.

Protects: the people the run was about.  Neither the answer nor any message is kept, few of anything
are not counted exactly, and a parameter that stands for one person or object is left out.
Does not protect: numbers that the user put in a parameter of the case, such as a threshold.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pet_workbench.core import Outcome
from pet_workbench.usecases import get

FEW = 10
"""Fewer released values than this are not counted: a small count can point at somebody."""
NAMED = 4
"""Up to so many parties of one role are told apart; more stand together."""


def run_summary(
    case: str,
    outcome: Outcome,
    *,
    n: int | None = None,
    data: Literal["generated", "own"] = "generated",
) -> dict[str, Any]:
    """Return what may be kept of one run: section `run` of a dossier.

    Parameters
    ----------
    case : str
        Key of the case.
    outcome : Outcome
    n : int, optional
        How many people (or whatever the case counts) the run was about.
    data : {"generated", "own"}
        Whether the data were generated or came from files of the user.

    Examples
    --------
    >>> from pet_workbench import usecases
    >>> case = usecases.get("table")
    >>> kept = run_summary("table", case.run("masked-ring", case.load(n=3, seed=1)), n=3)
    >>> kept["rounds"], "answer" in kept
    (4, False)
    """
    transcript = outcome.transcript
    return {
        "case": case,
        "technique": outcome.technique,
        "n": n,
        "data": data,
        "parameters": _parameters(case, outcome.parameters),
        "seconds": float(outcome.seconds),
        "bytes": transcript.bytes,
        "rounds": transcript.rounds,
        "error": _finite(outcome.error),
        "received": _received(outcome),
        "released": _released(outcome),
        "leaks": list(outcome.leaks),
        "secure_randomness": outcome.is_secure_randomness,
    }


def _parameters(case: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values; what by default is nothing may stand for one person."""
    defaults = get(case).parameters
    return {
        name: value
        for name, value in chosen.items()
        if isinstance(value, bool | int | float | str)
        and isinstance(defaults.get(name), bool | int | float | str)
    }


def _received(outcome: Outcome) -> list[dict[str, Any]]:
    """Count what each party received; parties of a role that has many stand together."""
    transcript = outcome.transcript
    by_role: dict[str, list[str]] = {}
    for party in transcript.parties:
        by_role.setdefault(outcome.roles.get(party, ""), []).append(party)
    found = []
    for role, parties in by_role.items():
        groups = [[party] for party in parties] if len(parties) <= NAMED else [parties]
        for group in groups:
            messages = [one for one in transcript.messages if one.receiver in group]
            found.append(
                {
                    "party": group[0] if len(group) == 1 else "",
                    "role": role,
                    "parties": len(group),
                    "messages": len(messages),
                    "bytes": sum(one.size_bytes for one in messages),
                }
            )
    return found


def _released(outcome: Outcome) -> list[dict[str, Any]]:
    """Say what left the computation, to whom and with which guarantee; few are not counted."""
    together: dict[tuple[str, str, int], list[str]] = {}
    for one in outcome.released:
        together.setdefault((one.what, one.guarantee, one.items), []).append(one.receiver)
    return [
        {
            "what": what,
            "receiver": receivers[0] if len(receivers) == 1 else "",
            "receivers": len(receivers),
            "guarantee": guarantee,
            "items": int(items) if items >= FEW else None,
        }
        for (what, guarantee, items), receivers in together.items()
    ]


def _finite(error: float) -> float | None:
    """Return an error that JSON can hold."""
    value = abs(float(error))
    return value if value < float("inf") else None
