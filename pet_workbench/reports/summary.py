"""What the evidence comes to in five sentences, for a reader who has five minutes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from pet_workbench.bench import Record
from pet_workbench.bench.matrix import LEVELS, Evidence, Matrix, case_name, kinds_of
from pet_workbench.bench.matrix.kinds import CONTRASTS
from pet_workbench.i18n import Language, number, text

PLAIN = "plain-exchange"
QUICK_SECONDS = 10.0
UNPROTECTED = CONTRASTS | {"suppression"}
"""Kinds that a PET is compared with; leaving numbers out comes after somebody saw them all."""


@dataclass(frozen=True)
class Price:
    """What the fastest protection takes on one case.

    Attributes
    ----------
    case : str
    times : float
        Of the computing time of plain exchange, at the largest size at which both were measured.
    """

    case: str
    times: float


def summary(records: Sequence[Record], matrix: Matrix, lang: Language) -> tuple[str, ...]:
    """Return the message first, and what belongs with it; nothing where nothing protects.

    Parameters
    ----------
    records : sequence of Record
        Of one machine, with all parties in one process.
    matrix : Matrix
        Of the same records.
    lang : {"nl", "en"}
    """
    measured = {record.case for record in records}
    cases = [case for case in matrix.cases if case in measured]
    quick = _quick(records, matrix, cases)
    exact = _quick(records, matrix, quick, is_exact=True)
    if not any(_seconds_at(records, case, protecting(matrix, case)) for case in cases):
        return ()
    message = text(
        "summary.message",
        lang,
        quick=number(len(quick), lang),
        cases=number(len(cases), lang),
        seconds=number(QUICK_SECONDS, lang),
    )
    said = (
        _exact(len(exact), len(quick), lang),
        _price(prices(records, matrix), lang),
        _attacks(matrix, lang),
        _busy(records, lang),
        text("summary.without", lang),
    )
    return (message, *filter(None, said))


def _quick(
    records: Sequence[Record], matrix: Matrix, cases: Sequence[str], *, is_exact: bool = False
) -> list[str]:
    """Return the cases that are done within the limit at their largest size, with protection."""
    result = []
    for case in cases:
        allowed = [one for one in protecting(matrix, case) if one.is_exact or not is_exact]
        times = _seconds_at(records, case, allowed)
        if times and times[max(times)] < QUICK_SECONDS:
            result.append(case)
    return result


def _exact(exact: int, quick: int, lang: Language) -> str:
    """Say in how many of the quick cases the answer is that of pooled tables."""
    if not quick:
        return ""
    if exact == quick:
        return text("summary.exact_all", lang)
    return text("summary.exact", lang, exact=number(exact, lang))


def is_unprotected(technique: str) -> bool:
    """Tell whether a technique protects nothing by itself.

    Parameters
    ----------
    technique : str

    Examples
    --------
    >>> is_unprotected("plain-exchange:model"), is_unprotected("secret-sharing")
    (True, False)
    >>> is_unprotected("trusted-third-party+differential-privacy")
    False
    """
    return UNPROTECTED.issuperset(kinds_of(technique))


def protecting(matrix: Matrix, case: str) -> tuple[Evidence, ...]:
    """Return the techniques with which nobody reads whole files or lists.

    Parameters
    ----------
    matrix : Matrix
    case : str
        One of its cases.
    """
    return tuple(
        one
        for one in matrix.evidence(case)
        if one.level != LEVELS[-1] and not is_unprotected(one.technique)
    )


def prices(records: Sequence[Record], matrix: Matrix) -> tuple[Price, ...]:
    """Return what protection takes, the cheapest first; for cases where both were measured.

    Parameters
    ----------
    records : sequence of Record
        Of one machine, with all parties in one process.
    matrix : Matrix
        Of the same records.
    """
    result = []
    for case in matrix.cases:
        with_it = _seconds_at(records, case, protecting(matrix, case))
        plain = _fastest(one for one in records if (one.case, one.technique) == (case, PLAIN))
        both = [n for n in plain if n in with_it and plain[n] > 0]
        if both:
            result.append(Price(case, with_it[max(both)] / plain[max(both)]))
    return tuple(sorted(result, key=lambda price: price.times))


def _seconds_at(
    records: Sequence[Record], case: str, allowed: Sequence[Evidence]
) -> dict[int, float]:
    """Return the shortest computing time of the allowed techniques, by size."""
    ids = {one.technique for one in allowed}
    return _fastest(one for one in records if one.case == case and one.technique in ids)


def _fastest(records: Iterable[Record]) -> dict[int, float]:
    """Return the shortest median by size."""
    result: dict[int, float] = {}
    for one in records:
        result[one.n] = min(one.seconds_median, result.get(one.n, one.seconds_median))
    return result


def _price(found: Sequence[Price], lang: Language) -> str:
    """Say how many times as long protection takes as sending everything."""
    if not found:
        return ""
    return text(
        "summary.price",
        lang,
        cases=number(len(found), lang),
        middle=_times(median(price.times for price in found), lang),
        case=case_name(found[-1].case, lang),
        most=_times(found[-1].times, lang),
    )


def _times(times: float, lang: Language) -> str:
    """Write a factor, with a decimal where that matters."""
    return number(times, lang, digits=0 if times >= 10 else 1)


def _attacks(matrix: Matrix, lang: Language) -> str:
    """Compare how attacks fare with and without protection, where they were tried."""
    tried = [one for case in matrix.cases for one in matrix.evidence(case) if one.attack]
    without = [one for one in tried if is_unprotected(one.technique)]
    protected = [one for one in tried if not is_unprotected(one.technique)]
    if not without or not protected:
        return ""
    return text(
        "summary.attacks",
        lang,
        without_broken=number(_broken(without), lang),
        without=number(len(without), lang),
        protected_broken=number(_broken(protected), lang),
        protected=number(len(protected), lang),
    )


def _broken(tried: Sequence[Evidence]) -> int:
    """Return against how many the attack got anything."""
    return sum(one.attack is not None and one.attack.result != "failed" for one in tried)


def _busy(records: Sequence[Record], lang: Language) -> str:
    """Warn where the computer had more to do than it had cores for."""
    loads = []
    for one in records:
        try:
            loads.append(float(one.machine["load"]) / float(one.machine["cores"]))
        except (KeyError, ValueError, ZeroDivisionError):
            continue
    return text("summary.busy", lang) if loads and median(loads) > 1 else ""
