"""What was measured for an arrangement on a case, in sentences, with the record they rest on.

An arrangement is a list of kinds of protection, such as ``secret-sharing+differential-privacy``.
Where the case was measured with another combination, that is said; where the kind does not fit the
case, the reason stands in its place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pet_workbench.bench import Record, Stopped
from pet_workbench.bench.cell import IN_PROCESS
from pet_workbench.bench.machine import IDENTITY
from pet_workbench.bench.matrix import (
    LEVELS,
    Evidence,
    Fits,
    Matrix,
    Told,
    address,
    build,
    case_name,
    kind_name,
    kinds_of,
    say,
    tell,
)
from pet_workbench.bench.reference import records as shipped_records
from pet_workbench.bench.reference import stopped as shipped_stops
from pet_workbench.i18n import Language, listing, text

PAGE = "20_benchmark_lab.ipynb"


@dataclass(frozen=True)
class RecordRef:
    """The record on which sentences rest.

    Attributes
    ----------
    key : str
        Case, technique, size and seed of the measurement.
    commit, machine, date : str
        Of the code, on what, and when (ISO).
    line : str
        The record itself, as JSON.
    """

    key: str
    commit: str
    machine: str
    date: str
    line: str


@dataclass(frozen=True)
class NearestEvidence:
    """What was measured for an arrangement on a case; all of it plain text.

    Attributes
    ----------
    arrangement, case : str
        What was asked for.
    case_name : str
    technique : str or None
        Id of the technique that was measured; None where there is none.
    name : str
        Of the technique, or of the arrangement.
    link : str
        Where the benchmark page tells all of it.
    about : tuple of str
        What was measured and what was not, or why there is nothing.
    answers, accuracy, teaching, national : str
        What the answer is, how far off it was, and what it takes at teaching and national size;
        empty where there is no technique.
    leaks : tuple of str
        What parties learn beyond the answer.
    released, attack : str
        What left the computation; which attack was tried and what it got.
    record : RecordRef or None
        Of the largest run, where there is any.
    """

    arrangement: str
    case: str
    case_name: str
    technique: str | None
    name: str
    link: str
    about: tuple[str, ...]
    answers: str = ""
    accuracy: str = ""
    teaching: str = ""
    national: str = ""
    leaks: tuple[str, ...] = ()
    released: str = ""
    attack: str = ""
    record: RecordRef | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """Everything that was measured, in order."""
        told = (self.answers, self.accuracy, self.teaching, self.national)
        return (*self.about, *filter(None, told))


def nearest_evidence(
    arrangement: str,
    case: str,
    lang: Language,
    *,
    measured: Sequence[Record | Stopped] | None = None,
) -> NearestEvidence:
    """Return what was measured for an arrangement on a case.

    Parameters
    ----------
    arrangement : str
        Kinds of the matrix, joined by ``+``.
    case : str
        Key of a case that the matrix has.
    lang : {"nl", "en"}
    measured : sequence of Record and Stopped, optional
        By default what comes with the workbench.

    Raises
    ------
    ParameterError
        If a kind or the case is unknown.

    Examples
    --------
    >>> found = nearest_evidence("secret-sharing", "aio", "en")
    >>> found.technique, found.link
    ('secret-sharing:pseudonyms', '20_benchmark_lab.ipynb#matrix-aio-secret-sharing')
    """
    matrix = _shipped() if measured is None else _matrix(measured)
    lines: Sequence[Record | Stopped] = shipped_records() if measured is None else measured
    wanted = kinds_of(arrangement)
    one = _nearest(matrix, case, wanted)
    if one is None:
        return _without(matrix, arrangement, case, lang)
    told = tell(one, lang)
    return NearestEvidence(
        arrangement,
        case,
        case_name(case, lang),
        one.technique,
        told.name,
        f"{PAGE}#{address(case, _shared(one, wanted)[0])}",
        _about(one, told, wanted, lang),
        told.answers,
        told.accuracy,
        told.cost,
        told.national,
        told.leaks,
        told.released,
        told.attack,
        _record(matrix, one, lines, lang),
    )


def measured_cases() -> tuple[str, ...]:
    """Return the keys of the cases that the matrix of the workbench has."""
    return _shipped().cases


@cache
def _shipped() -> Matrix:
    """Return the matrix of what comes with the workbench."""
    return build(shipped_records(), stopped=shipped_stops())


def _matrix(lines: Sequence[Record | Stopped]) -> Matrix:
    records = [line for line in lines if isinstance(line, Record)]
    return build(records, stopped=[line for line in lines if isinstance(line, Stopped)])


def _nearest(matrix: Matrix, case: str, wanted: tuple[str, ...]) -> Evidence | None:
    """Return the technique with most of the kinds, fewest others, and then the least leaks."""
    sharing = [one for one in matrix.evidence(case) if _shared(one, wanted)]
    return min(
        sharing,
        key=lambda one: (
            -len(_shared(one, wanted)),
            len(kinds_of(one.technique)),
            not one.errors,
            LEVELS.index(one.level),
        ),
        default=None,
    )


def _shared(one: Evidence, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of the wanted kinds a technique is of."""
    return tuple(kind for kind in wanted if kind in kinds_of(one.technique))


def _about(one: Evidence, told: Told, wanted: tuple[str, ...], lang: Language) -> tuple[str, ...]:
    """Say what was measured, and what was not."""
    said = [text("memo.evidence_on", lang, name=told.name, case=case_name(one.case, lang))]
    missing = [kind for kind in wanted if kind not in kinds_of(one.technique)]
    extra = [kind for kind in kinds_of(one.technique) if kind not in wanted]
    for key, kinds in (("missing", missing), ("extra", extra)):
        if kinds:
            names = listing([kind_name(kind, lang) for kind in kinds], lang)
            said.append(text(f"memo.evidence_{key}", lang, kinds=names))
    return tuple(said)


def _without(matrix: Matrix, arrangement: str, case: str, lang: Language) -> NearestEvidence:
    """Say of each kind why the case has no technique of it."""
    kinds = kinds_of(arrangement)
    names = listing([kind_name(kind, lang) for kind in kinds], lang)
    said = [text("memo.evidence_none", lang, kinds=names, case=case_name(case, lang))]
    for kind in kinds:
        cell = matrix.cell(case, kind)
        if not isinstance(cell, Fits):
            spoken = say(cell, lang)
            said += [spoken.verdict, spoken.why]
    link = f"{PAGE}#{address(case, kinds[0])}"
    return NearestEvidence(arrangement, case, case_name(case, lang), None, names, link, tuple(said))


def _record(
    matrix: Matrix, one: Evidence, lines: Sequence[Record | Stopped], lang: Language
) -> RecordRef | None:
    """Return the newest record of the largest run that the matrix rests on."""
    mine = [
        line
        for line in lines
        if isinstance(line, Record)
        and (line.case, line.technique) == (one.case, one.technique)
        and line.network == IN_PROCESS
        and not line.parameters
        and matrix.machine.items() <= line.machine.items()
    ]
    if not mine:
        return None
    last = max(mine, key=lambda line: (line.n, line.date))
    parts = {part: last.machine.get(part, "?") for part in IDENTITY}
    return RecordRef(
        key=f"{last.case} / {last.technique} / n={last.n} / seed={last.seed}",
        commit=last.commit,
        machine=text("memo.machine", lang, **parts),
        date=last.date,
        line=last.to_json(),
    )
