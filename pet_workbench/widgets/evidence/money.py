"""Networks and money: how long, how many euros and how much energy, at a size of choice."""

from collections.abc import Sequence
from functools import partial
from html import escape

from pet_workbench import usecases
from pet_workbench.bench import Record, costs
from pet_workbench.bench.costs import Bill, Use
from pet_workbench.bench.matrix.names import people, technique_name
from pet_workbench.core import PROFILES
from pet_workbench.viz.evidence_bills import bill_text, bills_exhibit
from pet_workbench.viz.evidence_scaling import size_unit
from pet_workbench.viz.evidence_words import time_text
from pet_workbench.widgets.case import small, tie
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.evidence.choosing import Pick
from pet_workbench.widgets.evidence.exhibits import Showing
from pet_workbench.widgets.evidence.grid import case_names
from pet_workbench.widgets.evidence.priced import bills_table, uses_at, validation_said
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.evidence.tariffs import Tariffs
from pet_workbench.widgets.page import Columns, Sentence, html

STEPS = (1, 2, 5)


class Money(Live):
    """Choose a network, a size and prices; see what each technique costs.

    Attributes
    ----------
    case : Pick
    network : Choice
    size : Slider
    tariffs : Tariffs
    table : HTML
    told : Sentence
    bills : Showing
    """

    def __init__(self, state: LabState) -> None:
        words = state.words
        self._state, self._is_offering = state, False
        self._uses: dict[tuple[str, int], dict[str, Use]] = {}
        self.case = Pick(words("money_case"), case_names(state.matrix, words), value=state.case)
        tie(self.case, state, "case")
        networks = {profile.id: words(f"network_{profile.id}") for profile in PROFILES}
        self.network = Choice(words("money_network"), networks, value="wan")
        sizes = sizes_of(state.case)
        start = largest_told(state.stored(state.case), sizes)
        self.size = Slider(self._counted(), sizes, value=start, lang=words.lang)
        self.tariffs = Tariffs(words, self.refresh)
        self.table, self.told, self.bills = html(""), Sentence(), Showing(words)
        self.alert = no_alert()
        outside = costs.words.outside(self.tariffs.prices, words.lang)
        small_print = html(small(validation_said(words)) + small(outside))
        asked = (Columns([self.case, self.size]), self.network, self.tariffs)
        super().__init__(
            words,
            [*asked, self.alert, self.told, self.table, self.bills, small_print],
            label=words("money_label"),
            controls=(self.network, self.size),
        )
        self.case.observe(lambda _: self._offer_sizes(), "value")

    def _offer_sizes(self) -> None:
        """Offer the sizes of another case, up to the national one."""
        sizes = sizes_of(self.case.value)
        self._is_offering = True
        self.size.description = self._counted()
        self.size.options = [(self.words.number(n), n) for n in sizes]
        self.size.value = largest_told(self._state.stored(self.case.value), sizes)
        self._is_offering = False
        self.refresh()

    def _counted(self) -> str:
        """Return what the slider of sizes is called: with what the case counts."""
        words = self._state.words
        return words("money_size", unit=size_unit(self.case.value, words.lang))

    def redraw(self) -> None:
        """Work out what everything takes."""
        if self._is_offering:
            return
        words, case, n = self.words, self.case.value, self.size.value
        if (case, n) not in self._uses:
            self._uses[case, n] = uses_at(self._state.stored(case), n)
        uses = self._uses[case, n]
        profile = next(one for one in PROFILES if one.id == self.network.value)
        bills = {id: costs.bill(use, self.tariffs.prices, profile) for id, use in uses.items()}
        self.bills.layout.display = "" if bills else "none"
        self.table.value = bills_table(uses, bills, words, case=case, n=n) if bills else ""
        if not bills:
            self.told.say(f"<p>{words('money_none')}</p>")
            return
        self.told.say(self._sentence(bills))
        self.bills.show(partial(bills_exhibit, bills, case=case, of="euro", n=n, lang=words.lang))

    def _sentence(self, bills: dict[str, Bill]) -> str:
        """Say which is done first and last, and what the dearest costs."""
        words, case, lang = self.words, self.case.value, self.words.lang
        order = sorted(bills, key=lambda id: bills[id].seconds.middle)
        dearest = max(bills, key=lambda id: bills[id].euro.middle)
        said = words(
            "money_told",
            people=people(case, self.size.value, lang),
            network=words(f"network_{self.network.value}"),
            first=technique_name(case, order[0], lang),
            first_time=time_text(bills[order[0]].seconds.middle, lang),
            last=technique_name(case, order[-1], lang),
            last_time=time_text(bills[order[-1]].seconds.middle, lang),
            dearest=technique_name(case, dearest, lang),
            euro=bill_text(bills[dearest].euro.middle, "euro", lang),
            electricity=bill_text(bills[dearest].kwh.middle, "kwh", lang),
        )
        missing = [id for id in self._measured() if id not in bills]
        if missing:
            names = words.join([technique_name(case, id, lang) for id in missing])
            said += " " + words("money_missing", techniques=names)
        return f"<p>{escape(said)}</p>"

    def _measured(self) -> tuple[str, ...]:
        """Return the techniques of which there is any record."""
        return tuple(dict.fromkeys(one.technique for one in self._state.stored(self.case.value)))


def largest_told(records: Sequence[Record], sizes: Sequence[int]) -> int:
    """Return the largest of `sizes` about which anything can be said; the first if there is none.

    Parameters
    ----------
    records : sequence of Record
        Of one case and machine.
    sizes : sequence of int
        Ascending.
    """
    return next((n for n in reversed(sizes) if uses_at(records, n)), sizes[0])


def sizes_of(case: str) -> tuple[int, ...]:
    """Return sizes to choose from, in steps of 1, 2 and 5, up to that of the whole country.

    Examples
    --------
    >>> sizes_of("informants")[-1]
    10000
    """
    own = usecases.get(case).sizes
    steps = {step * 10**power for power in range(10) for step in STEPS}
    return tuple(sorted({*own, *(n for n in steps if own[0] <= n <= own[-1])}))
