"""From what somebody typed in the table to a line of the balance, or to what is wrong with it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pet_workbench.core import PetError
from pet_workbench.decide.balance import Amount, Line, rules
from pet_workbench.i18n import Language, error_text, number, shortest
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.exercise import parse_number

ENDS = ("low", "likely", "high")
_SLIPPED = {"nl": re.compile(r",\d{3}$"), "en": re.compile(r"\.\d{3}$")}
"""Three digits behind the decimal sign: a thousand euros, as the other language writes it."""
FIELDS = ("says", "kind", "when", "first", *ENDS)


def fields_of(line: Line, name: str, words: Words) -> dict[str, str]:
    """Return what stands in the fields of a line.

    Parameters
    ----------
    line : Line
    name : str
        What the line is called.
    words : Words
    """
    ends = {end: shortest(getattr(line.amount, end), words.lang) for end in ENDS}
    return {
        "says": name,
        "kind": line.kind,
        "when": line.when,
        "first": number(line.first, words.lang),
        **ends,
    }


def line_of(
    line: Line, typed: Mapping[str, str], words: Words
) -> tuple[Line | None, dict[str, str]]:
    """Return the line with what was typed, or what is wrong per field.

    Parameters
    ----------
    line : Line
        As it was.
    typed : mapping of str to str
        Texts of the fields that were touched.
    words : Words

    Returns
    -------
    line : Line or None
        None where something is wrong.
    errors : dict of str to str
        A sentence per field; ``"row"`` for what is about several.
    """
    changes: dict[str, Any] = {key: typed[key] for key in ("kind", "when") if key in typed}
    if "says" in typed:
        changes["says"] = typed["says"].strip()[: rules().most_letters]
    numbers, errors = _numbers(line, typed, words)
    when = changes.get("when", line.when)
    if "when" in typed and "first" not in typed:  # a line that goes on cannot begin at the start
        numbers["first"] = max(numbers["first"], 1) if when == "yearly" else numbers["first"]
    errors |= _outside(numbers, when, words)
    if errors:
        return None, errors
    changes["first"] = int(numbers["first"])
    try:
        amount = Amount(*(numbers[end] for end in ENDS))
    except PetError as error:
        return None, {"row": error_text(error, words.lang)}
    return replace(line, amount=amount, **changes), {}


def _numbers(
    line: Line, typed: Mapping[str, str], words: Words
) -> tuple[dict[str, float], dict[str, str]]:
    """Return the year and the three amounts, with what was typed, and what is no number."""
    numbers = {"first": float(line.first), **{end: getattr(line.amount, end) for end in ENDS}}
    errors = {}
    for name in numbers.keys() & typed.keys():
        try:
            numbers[name] = _number(name, typed[name], words.lang)
        except ValueError:
            errors[name] = words("not_a_number", example=number(25_000, words.lang))
    return numbers, errors


def _number(name: str, typed: str, lang: Language) -> float:
    """Read a number; of euros none that somebody else means by it.

    Raises
    ------
    ValueError
        If it is none.
    """
    if name in ENDS and _SLIPPED[lang].search(typed.strip()):
        raise ValueError(typed)
    return parse_number(typed, lang) + 0.0  # no negative zero


def _outside(numbers: Mapping[str, float], when: str, words: Words) -> dict[str, str]:
    """Say which of the numbers lie outside what a balance takes."""
    by, errors = rules(), {}
    first, least = numbers["first"], 1 if when == "yearly" else 0
    if first != int(first) or not least <= first <= by.years[1]:
        errors["first"] = words("not_a_year", least=least, most=by.years[1])
    if max(numbers[end] for end in ENDS) > by.most_euros:
        errors["row"] = words("too_much", most=number(by.most_euros, words.lang))
    return errors
