"""Build the matrix: every case by every kind of technique, from records and judgements."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pet_workbench.bench.cell import IN_PROCESS
from pet_workbench.bench.costs import use_at
from pet_workbench.bench.machine import IDENTITY
from pet_workbench.bench.matrix.cells import Cost, Entry, Evidence, Fits, Possible, WhyNot
from pet_workbench.bench.matrix.judgements import Judgements, judgements
from pet_workbench.bench.matrix.kinds import KINDS, check_kind, kinds_of
from pet_workbench.bench.record import Record, Stopped
from pet_workbench.core import DataError, PetError
from pet_workbench.core.validation import check_choice
from pet_workbench.usecases import UseCase, get, names

Machine = Mapping[str, str]


@dataclass(frozen=True)
class Matrix:
    """Every case by every kind of technique.

    Attributes
    ----------
    cases, kinds : tuple of str
        Rows and columns, in order.
    machine : mapping of str to str
        On which everything was measured; empty without records.
    date : str or None
        Of the newest record used, ISO.
    undescribed : tuple of str
        Cases, of other packages, about which nothing is judged and which are therefore left out.
    """

    cases: tuple[str, ...]
    kinds: tuple[str, ...]
    machine: Machine
    date: str | None
    undescribed: tuple[str, ...]
    _entries: Mapping[tuple[str, str], Entry]
    _evidence: Mapping[str, tuple[Evidence, ...]]

    def cell(self, case: str, kind: str) -> Entry:
        """Return what stands at `case` and `kind`.

        Raises
        ------
        ParameterError
            If the matrix has no such case or kind.
        """
        check_choice("case", case, self.cases)
        check_kind(kind)
        return self._entries[case, kind]

    def evidence(self, case: str) -> tuple[Evidence, ...]:
        """Return what is known of each technique of `case`, once, in the case's own order.

        Raises
        ------
        ParameterError
            If the matrix has no such case.
        """
        check_choice("case", case, self.cases)
        return self._evidence[case]


def build(
    records: Iterable[Record],
    *,
    stopped: Iterable[Stopped] = (),
    machine: Machine | None = None,
    cases: Sequence[str] | None = None,
) -> Matrix:
    """Build the matrix from what was measured on one machine.

    Records of parties in processes of their own and of other than default parameters are passed
    over; of several of one cell the newest counts.

    Parameters
    ----------
    records : iterable of Record
    stopped : iterable of Stopped
        Cells that were given up.
    machine : mapping of str to str, optional
        As a record names it.  By default the one of most records: times of different machines never
        stand in one matrix.
    cases : sequence of str, optional
        Keys.  By default all about which there are judgements.

    Raises
    ------
    DataError
        If a case that was asked for has no judgements, or a kind has neither technique nor reason,
        or more than one of these.
    ParameterError
        If there is no such case.
    """
    usable = [one for one in records if one.network == IN_PROCESS and not one.parameters]
    chosen = _identity(machine) if machine is not None else _most_used(usable)
    mine = [one for one in usable if _identity(one.machine) == chosen]
    given_up = [one for one in stopped if _identity(one.machine) == chosen]
    known = judgements()
    keys = tuple(key for key in names() if key in known) if cases is None else tuple(cases)
    evidence = {key: _weighed(get(key), _judged(key), mine, given_up) for key in keys}
    entries = {
        (key, kind): _entry(_judged(key), kind, evidence[key]) for key in keys for kind in KINDS
    }
    return Matrix(
        keys,
        KINDS,
        dict(zip(IDENTITY, chosen, strict=True)) if chosen else {},
        max((one.date for one in mine), default=None),
        tuple(key for key in names() if key not in known),
        entries,
        evidence,
    )


def _judged(case: str) -> Judgements:
    """Return the judgements of a case.

    Raises
    ------
    DataError
        If there are none.
    """
    known = judgements()
    if case not in known:
        raise DataError(
            "errors.bench_matrix_case",
            "need judgements of case {case}, got none: write [{case}.error], [{case}.leaks], "
            "[{case}.why-not] and [{case}.possible] in bench/matrix/judgements.toml, and the words "
            "of new reasons in the catalogues matrix.json",
            case=case,
        )
    return known[case]


def _entry(judged: Judgements, kind: str, evidence: tuple[Evidence, ...]) -> Entry:
    """Return the one thing that stands in a cell.

    Raises
    ------
    DataError
        If there is nothing, or more than one thing.
    """
    case = judged.case
    fitting = tuple(one for one in evidence if kind in kinds_of(one.technique))
    given = [bool(fitting), kind in judged.why_not, kind in judged.possible]
    if sum(given) != 1:
        raise DataError(
            "errors.bench_matrix_cell",
            "need exactly one for {kind} on case {case}: a technique of the case, or a reason "
            "under [{case}.why-not] or [{case}.possible] in bench/matrix/judgements.toml; got "
            "{count}",
            kind=kind,
            case=case,
            count=sum(given),
        )
    if fitting:
        return Fits(case, kind, fitting)
    if kind in judged.why_not:
        return WhyNot(case, kind, judged.why_not[kind])
    return Possible(case, kind, judged.possible[kind])


def _identity(machine: Machine) -> tuple[str, ...]:
    return tuple(str(machine.get(part, "unknown")) for part in IDENTITY)


def _most_used(records: Sequence[Record]) -> tuple[str, ...] | None:
    """Return the machine of most records, of as many the one used last."""
    counted = Counter(_identity(one.machine) for one in records)
    last = {_identity(one.machine): one.date for one in sorted(records, key=lambda one: one.date)}
    return max(counted, key=lambda one: (counted[one], last[one]), default=None)


def _weighed(
    case: UseCase,
    judged: Judgements,
    records: Iterable[Record],
    stopped: Iterable[Stopped],
) -> tuple[Evidence, ...]:
    """Collect what is known of each technique of a case."""
    own = sorted((one for one in records if one.case == case.key), key=lambda one: one.date)
    given_up = [one for one in stopped if one.case == case.key]
    found = []
    for id, technique in case.techniques.items():
        newest = {one.n: one for one in own if one.technique == id}
        measured = [newest[n] for n in sorted(newest)]
        rounding = judged.unit(id).rounding
        ends = {
            one.n: 0.0 if abs(one.error) <= rounding else one.error
            for one in (*measured[:1], *measured[-1:])
        }
        tried = [one.attack for one in measured if one.attack is not None]
        stops = [one for one in given_up if one.technique == id]
        found.append(
            Evidence(
                case=case.key,
                technique=id,
                answers=judged.answer(id),
                leaks=technique.leaks,
                level=judged.level(technique.leaks),
                teaching=_cost(measured, stops, case.sizes[0]),
                national=_cost(measured, stops, case.sizes[-1]),
                errors=tuple(ends.items()),
                released=measured[-1].released if measured else (),
                attack=max(tried, key=lambda one: one.n, default=None),
            )
        )
    return tuple(found)


def _cost(measured: Sequence[Record], stopped: Sequence[Stopped], n: int) -> Cost:
    """Return what a technique takes at size `n`, as far as anybody can say."""
    given_up = next((one for one in stopped if one.n == n), None)
    try:
        use = use_at(measured, n) if measured else None
    except PetError:  # too few sizes, or too far from them, to say anything
        use = None
    measured_here = use is not None and use.is_measured
    return Cost(n, use, None if measured_here else given_up)
