"""The question in numbers: how much was measured, and what stands out."""

from collections.abc import Sequence
from html import escape
from statistics import median

from pet_workbench.bench import IN_PROCESS, Record
from pet_workbench.bench.matrix import Evidence
from pet_workbench.bench.matrix.names import people
from pet_workbench.i18n import day
from pet_workbench.widgets.case import Words, figures_html, small
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.page import Panel, html
from pet_workbench.widgets.start import CONTRASTS

PLAIN = "plain-exchange"
QUICK_SECONDS = 10.0


class Opening(Panel):
    """Big numbers and one sentence, all computed from the stored measurements.

    Attributes
    ----------
    said : str
        The sentence, as HTML.
    """

    def __init__(self, state: LabState) -> None:
        words = state.words
        self.said = opening_html(state)
        super().__init__([html(self.said)], lang=words.lang, label=words("opening_label"))


def opening_html(state: LabState) -> str:
    """Return what was measured and what stands out; or that nothing was."""
    words = state.words
    records = [record for record in state.records if record.network == IN_PROCESS]
    if not records:
        return f"<p>{words('opening_none')}</p>"
    largest = max(records, key=lambda one: one.n)
    pairs = {(record.case, record.technique) for record in records}
    cards = figures_html(
        [
            (words("opening_cases"), words.number(len({case for case, _ in pairs}))),
            (words("opening_pairs"), words.number(len(pairs))),
            (words("opening_largest"), people(largest.case, largest.n, words.lang)),
        ]
    )
    where = words(
        "opening_machine",
        processor=largest.machine.get("processor", "?"),
        cores=largest.machine.get("cores", "?"),
        date=day(max(record.date for record in records), words.lang),
    )
    return f"{price_said(state)}{_attacks(state)}{cards}{small(escape(where))}"


def price_said(state: LabState) -> str:
    """Say how many times as long protection takes as sending everything, as HTML."""
    words = state.words
    prices = [found for case in state.matrix.cases if (found := price_of(state.stored(case)))]
    if not prices:
        return ""
    times = sorted(factor for factor, _ in prices)
    said = words(
        "opening_price",
        cases=words.number(len(prices)),
        middle=_factor(median(times), words),
        low=_factor(times[0], words),
        high=_factor(times[-1], words),
        quick=words.number(sum(seconds < QUICK_SECONDS for _, seconds in prices)),
        limit=words.duration(QUICK_SECONDS),
    )
    return f"<p>{escape(said)}</p>"


def price_of(records: Sequence[Record]) -> tuple[float, float] | None:
    """Return what the fastest protection takes: as a factor of plain exchange, and in seconds.

    Both at the largest size at which both were measured; None where there is none.

    Parameters
    ----------
    records : sequence of Record
        Of one case on one machine.
    """
    plain = {one.n: one.seconds_median for one in records if one.technique == PLAIN}
    protected: dict[int, float] = {}
    for one in records:
        if not is_contrast(one.technique):
            protected[one.n] = min(one.seconds_median, protected.get(one.n, one.seconds_median))
    both = [n for n in plain if n in protected and plain[n] > 0]
    if not both:
        return None
    return protected[max(both)] / plain[max(both)], protected[max(both)]


def _factor(times: float, words: Words) -> str:
    """Write a factor, with a decimal where that matters."""
    return words.number(times, 0 if times >= 10 else 1)


def _attacks(state: LabState) -> str:
    """Compare how attacks fare with and without protection, where they were tried."""
    words = state.words
    known = (one for case in state.matrix.cases for one in state.matrix.evidence(case))
    tried = [one for one in known if one.attack]
    without = [one for one in tried if is_contrast(one.technique)]
    protected = [one for one in tried if not is_contrast(one.technique)]
    if not without or not protected:
        return ""
    said = words(
        "opening_attacks",
        without_broken=words.number(_broken(without)),
        without=words.number(len(without)),
        protected_broken=words.number(_broken(protected)),
        protected=words.number(len(protected)),
    )
    return f"<p>{escape(said)}</p>"


def _broken(tried: list[Evidence]) -> int:
    """Return against how many the attack got anything."""
    return sum(one.attack is not None and one.attack.result != "failed" for one in tried)


def is_contrast(technique: str) -> bool:
    """Tell whether a technique protects nothing by itself.

    Examples
    --------
    >>> is_contrast("plain-exchange:model"), is_contrast("secret-sharing")
    (True, False)
    >>> is_contrast("trusted-third-party+differential-privacy")
    False
    """
    return technique.partition(":")[0] in CONTRASTS
