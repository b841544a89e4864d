"""The balance as plain values for a file, and back; what is wrong is said with its place."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from pet_workbench.core import DataError, PetError
from pet_workbench.decide.balance.amount import Amount
from pet_workbench.decide.balance.examples import examples
from pet_workbench.decide.balance.model import ASKED, GRADES, KINDS, WHENS, Balance, Line, Party
from pet_workbench.decide.balance.rules import rules

_THREE = ("low", "likely", "high")
_LONGEST_ID = 60


def to_mapping(balance: Balance) -> dict[str, Any]:
    """Return a balance as plain values, for `Dossier.balance`.

    Parameters
    ----------
    balance : Balance

    Examples
    --------
    >>> from pet_workbench.decide.balance import example
    >>> to_mapping(example("own"))["lines"][1]["likely"]
    27500.0
    """
    parties = [
        {"id": one.id, "name": one.name, **{asked: getattr(one, asked) for asked in ASKED}}
        for one in balance.parties
    ]
    lines = [
        {
            "id": one.id,
            "party": one.party,
            "says": one.says,
            "kind": one.kind,
            "when": one.when,
            "first": one.first,
            **{end: float(getattr(one.amount, end)) for end in _THREE},
        }
        for one in balance.lines
    ]
    return {
        "example": balance.example,
        "years": balance.years,
        "rate": balance.rate,
        "parties": parties,
        "lines": lines,
    }


def from_mapping(state: Mapping[str, Any]) -> Balance:
    """Read a balance, checked.

    Parameters
    ----------
    state : mapping
        As `to_mapping` makes it.

    Raises
    ------
    DataError
        If something is missing, of the wrong kind or outside its limits; the message has the party
        or the line, and the field.

    Examples
    --------
    >>> from pet_workbench.decide.balance import example
    >>> from_mapping(to_mapping(example("fraud"))) == example("fraud")
    True
    """
    by = rules()
    parties = tuple(_party(one) for one in _list(state, "parties", by.most_parties))
    names = {one.id: one.name or one.id for one in parties}
    return Balance(
        example=_one_of(state, "example", examples(), "balance"),
        years=_whole(state, "years", by.years, "balance"),
        rate=_number(state, "rate", by.rate, "balance"),
        parties=parties,
        lines=tuple(_line(one, names) for one in _list(state, "lines", by.most_lines)),
    )


def _party(item: Mapping[str, Any]) -> Party:
    """Read one party."""
    where = str(item.get("name") or item.get("id"))[:_LONGEST_ID]
    grades: Any = {asked: _one_of(item, asked, GRADES, where) for asked in ASKED}
    return Party(_id(item, "id", where), _text(item, "name", where), **grades)


def _line(item: Mapping[str, Any], names: Mapping[str, str]) -> Line:
    """Read one line; `names` are those of the parties."""
    owner = str(item.get("party"))[:_LONGEST_ID]
    name = str(item.get("says") or item.get("id"))[:_LONGEST_ID]
    where = f"{names.get(owner, owner)} / {name}"
    by = rules()
    kind: Any = _one_of(item, "kind", KINDS, where)
    when: Any = _one_of(item, "when", WHENS, where)
    ends = [_number(item, end, (-by.most_euros, by.most_euros), where) for end in _THREE]
    try:
        amount = Amount(*ends)
    except PetError as error:
        raise DataError(
            "errors.decide_balance_line",
            "line {where} of the balance is refused: {reason}",
            where=where,
            reason=error,
        ) from error
    first = _whole(item, "first", (0 if when == "once" else 1, by.years[1]), where)
    says = _text(item, "says", where)
    return Line(_id(item, "id", where), _id(item, "party", where), kind, when, amount, first, says)


def _list(state: Mapping[str, Any], field: str, most: int) -> Sequence[Mapping[str, Any]]:
    """Return a list of objects of at most so many."""
    found: Any = state.get(field)
    if not isinstance(found, list | tuple) or not all(isinstance(one, Mapping) for one in found):
        _refuse(field, "balance", found)
    if len(found) > most:
        raise DataError(
            "errors.decide_balance_many",
            "need at most {most} {field} in a balance, got {got}; put some together",
            most=most,
            field=field,
            got=len(found),
        )
    return tuple(found)


def _id(item: Mapping[str, Any], field: str, where: str) -> str:
    """Return an id: some letters, not too many."""
    found: Any = item.get(field)
    if not isinstance(found, str) or not 0 < len(found) <= _LONGEST_ID:
        _refuse(field, where, found)
    return str(found)


def _text(item: Mapping[str, Any], field: str, where: str) -> str:
    """Return a text, possibly empty, that is not too long."""
    found: Any = item.get(field)
    if not isinstance(found, str) or len(found) > rules().most_letters:
        _refuse(field, where, found)
    return str(found)


def _one_of(item: Mapping[str, Any], field: str, allowed: Sequence[str], where: str) -> str:
    """Return one of a few words."""
    found: Any = item.get(field)
    if not isinstance(found, str) or found not in allowed:
        _refuse(field, where, found)
    return str(found)


def _number(item: Mapping[str, Any], field: str, within: tuple[float, float], where: str) -> float:
    """Return a number within limits."""
    found: Any = item.get(field)
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    if not is_number or not math.isfinite(found) or not within[0] <= found <= within[1]:
        _refuse(field, where, found)
    return float(found)


def _whole(item: Mapping[str, Any], field: str, within: tuple[int, int], where: str) -> int:
    """Return a whole number within limits."""
    found = _number(item, field, within, where)
    if found != int(found):
        _refuse(field, where, found)
    return int(found)


def _refuse(field: str, where: str, got: object) -> NoReturn:
    """Refuse a value."""
    raise DataError(
        "errors.decide_balance_field",
        "need a value within the limits for {field} of {where}, got {got}; correct it in the file "
        "or start again from an example",
        field=field,
        where=where,
        got=repr(got)[:40],
    )
