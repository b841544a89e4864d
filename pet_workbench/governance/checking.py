"""What has to be in order before a run, one reason after the other.

Protects: by saying every reason, before any data are read.
Does not protect: see `gate`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from pet_workbench.core import PrivacyError
from pet_workbench.governance.agreement import Agreement, moment
from pet_workbench.governance.approval import REAL, STAGES, SignedAgreement
from pet_workbench.governance.computation import Computation, differences
from pet_workbench.governance.register import Entry

ENDS = ("finished", "stopped", "cancelled")
_SLACK = 1 + 1e-9
"""Sums of budgets are of floating-point numbers."""


def problems(
    signed: SignedAgreement,
    asked: Computation,
    *,
    party: str,
    stage: str,
    trusted: Mapping[str, str],
    entries: Sequence[Entry],
    now: datetime,
) -> Iterator[PrivacyError]:
    """Yield every reason to refuse a run, the most telling first.

    Parameters
    ----------
    signed : SignedAgreement
    asked : Computation
        What is about to run.
    party : str
        Who looks.
    stage : str
    trusted : mapping of str to str
        Public keys by party, as `party` knows them.
    entries : sequence of Entry
        Of its register.
    now : datetime
    """
    agreement = signed.agreement
    if stage not in STAGES:
        yield _refusal("stage", "a stage for which {party} has data", party=party)
        return
    yield from _keys(agreement, party, trusted)
    yield from _approvals(signed, stage, trusted)
    yield from _own_word(signed, stage, party, entries)
    for one in differences(agreement.computation, asked):
        yield _refusal(
            "swapped",
            "{field} as agreed, {agreed}, got {asked}",
            field=one.field,
            agreed=one.agreed[:100],
            asked=one.asked[:100],
        )
    yield from _time(agreement, now)
    if stage == REAL:
        yield from _counts(agreement, asked, entries)


def runs(entries: Sequence[Entry], agreement: Agreement, stage: str) -> list[Entry]:
    """Return the runs of an agreement that were started, in a register, and not cancelled.

    A run that finished or stopped has read data: whatever is written down later does not undo it.
    """
    mine = [one for one in entries if one.agreement == agreement.digest]
    ends = {one.says.get("run"): one.event for one in reversed(mine) if one.event in ENDS}
    return [
        one
        for one in mine
        if one.event == "started"
        and one.says.get("stage") == stage
        and ends.get(one.number) != "cancelled"
    ]


def tried(entries: Sequence[Entry], agreement: Agreement) -> list[Entry]:
    """Return the runs of the design that were finished, in a register."""
    return [
        one
        for one in entries
        if (one.event, one.agreement) == ("finished", agreement.digest)
        and one.says.get("stage") != REAL
    ]


def _keys(agreement: Agreement, party: str, trusted: Mapping[str, str]) -> Iterator[PrivacyError]:
    """Yield parties whose key is not the one that this party knows, and columns left undecided."""
    if party not in {one.name for one in agreement.parties}:
        yield _refusal("stranger", "an agreement in which {party} takes part", party=party)
    for one in agreement.parties:
        if trusted.get(one.name) != one.key:
            yield _refusal("unknown_key", "the key of {party} that we know", party=one.name)
    if agreement.undecided:
        columns = ", ".join(conflict.shown for conflict in agreement.undecided)
        yield _refusal("undecided", "a decision on the columns {columns}", columns=columns)


def _approvals(
    signed: SignedAgreement, stage: str, trusted: Mapping[str, str]
) -> Iterator[PrivacyError]:
    """Yield owners that did not approve this agreement for this stage."""
    agreement = signed.agreement
    for owner in agreement.owners:
        given, key = signed.of(owner, stage), trusted.get(owner)
        if not given:
            yield _refusal("unsigned", "the approval of {party}", party=owner)
        elif key and not any(one.holds(agreement, key) for one in given):
            yield _refusal("forged", "a signature of {party} on this very agreement", party=owner)


def _own_word(
    signed: SignedAgreement, stage: str, party: str, entries: Sequence[Entry]
) -> Iterator[PrivacyError]:
    """Yield whether this party took its approval back, or has not seen the design at work."""
    agreement = signed.agreement
    if any((one.event, one.agreement) == ("withdrawn", agreement.digest) for one in entries):
        yield _refusal("withdrawn", "an approval that {party} did not withdraw", party=party)
    if stage == REAL and party in agreement.owners:
        seen = {one.seen for one in signed.of(party, stage)}
        if not seen & {one.mark for one in tried(entries, agreement)}:
            yield _refusal("untried", "a finished design run that {party} has seen", party=party)


def _time(agreement: Agreement, now: datetime) -> Iterator[PrivacyError]:
    """Yield whether it is too early or too late."""
    if now < moment(agreement.since):
        yield _refusal("early", "a moment from {since}", since=agreement.since)
    if now > moment(agreement.until):
        yield _refusal("expired", "a moment until {until}", until=agreement.until)


def _counts(
    agreement: Agreement, asked: Computation, entries: Sequence[Entry]
) -> Iterator[PrivacyError]:
    """Yield whether runs or budget are used up; runs on invented data do not count."""
    used = len(runs(entries, agreement, REAL))
    if used >= agreement.runs:
        yield _refusal(
            "used_up", "at most {most} runs, {used} were started", most=agreement.runs, used=used
        )
    if asked.epsilon * (used + 1) > agreement.epsilon * _SLACK:
        yield _refusal(
            "budget",
            "a budget of at most {most}, of which {spent} was spent",
            most=agreement.epsilon,
            spent=asked.epsilon * used,
        )


def _refusal(reason: str, needed: str, **parameters: object) -> PrivacyError:
    """Return the refusal for a reason, with its words ``errors.gate_<reason>``."""
    template = f"need {needed}; the run is refused, and nothing was read"
    return PrivacyError(f"errors.gate_{reason}", template, **parameters)
