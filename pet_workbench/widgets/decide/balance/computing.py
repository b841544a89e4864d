"""What computing costs beside everything else: measured, priced, and tiny."""

from html import escape

from pet_workbench import bench, usecases
from pet_workbench.bench import costs
from pet_workbench.bench.costs import Estimate, Prices
from pet_workbench.bench.matrix.names import people, technique_name
from pet_workbench.core import PROFILES
from pet_workbench.decide.balance import Amount, Line, per_year, weight
from pet_workbench.decide.balance.words import money
from pet_workbench.viz.evidence_words import money_text
from pet_workbench.widgets.case import small
from pet_workbench.widgets.controls import Button, row
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.evidence.priced import uses_at
from pet_workbench.widgets.page import Panel, Sentence, html

CASES = {"fraud": "fraud", "aio": "aio"}
"""Which measured case stands for an example; the pensions for what is the reader's own."""
OTHERWISE = "aio"
TECHNIQUE = "secret-sharing"
RUNS = 52
"""How often a year: every week.  Ours."""
NETWORK = next(profile for profile in PROFILES if profile.id == "wan")
LINE = "computing"


class Computing(Panel):
    """What the computers cost, from measurements; offered as a line of the balance.

    Attributes
    ----------
    told : Sentence
    offer : Button
    """

    def __init__(self, state: BalanceState) -> None:
        self._state, words = state, state.words
        self._priced: dict[str, tuple[str, int, Estimate] | None] = {}
        self.told, self.offer = Sentence(), Button(words("computing_add"), self.add)
        outside = html(small(costs.words.outside(Prices.load(), words.lang)))
        super().__init__(
            [self.told, row([self.offer]), outside],
            lang=words.lang,
            label=words("computing_label"),
        )
        state.observe(lambda _: self.show(), "balance")
        self.show()

    @property
    def case(self) -> str:
        """The measured case that stands for the balance."""
        return CASES.get(self._state.balance.example, OTHERWISE)

    def priced(self) -> tuple[str, int, Estimate] | None:
        """Return technique, size and euros of one run; None where nothing was measured."""
        if self.case not in self._priced:
            self._priced[self.case] = price(self.case)
        return self._priced[self.case]

    def add(self) -> None:
        """Put the computing cost into the balance, at the party that is first in the list."""
        found = self.priced()
        balance = self._state.balance
        if found is None or not balance.parties:
            return
        euros = found[2]
        amount = Amount(*(RUNS * end for end in (euros.low, euros.middle, euros.high)))
        says = self._state.words("computing_line")
        party = balance.parties[0].id
        self._state.keep(balance.with_line(Line(LINE, party, "cost", "yearly", amount, 1, says)))

    def show(self) -> None:
        """Bring the part up to date."""
        found, words = self.priced(), self._state.words
        self.offer.disabled = found is None or not self._state.balance.parties
        if found is None:
            self.told.say(f"<p>{escape(words('computing_none'))}</p>")
            return
        technique, n, euros = found
        balance, lang = self._state.balance, words.lang
        costs_ = [line for line in balance.lines if line.kind == "cost" and line.id != LINE]
        paid = sum(-weight(line, balance) * line.amount.likely for line in costs_)
        yearly, all_ = RUNS * euros.middle, per_year(paid, balance)
        said = words(
            "computing_told",
            people=people(self.case, n, lang),
            technique=technique_name(self.case, technique, lang),
            once=money_text(euros.middle, lang),
            runs=words.number(RUNS),
            yearly=money_text(yearly, lang),
            low=money_text(RUNS * euros.low, lang),
            high=money_text(RUNS * euros.high, lang),
            all=money(all_, lang),
        )
        self.told.say(f"<p>{escape(said)}</p>")


def price(case: str) -> tuple[str, int, Estimate] | None:
    """Return which technique was priced, for how many, and what one national run costs in euros.

    Parameters
    ----------
    case : str
        Key of a use case.
    """
    records = [
        record
        for record in bench.records()
        if record.case == case
        and record.network == bench.IN_PROCESS
        and record.technique.startswith(TECHNIQUE)
        and not record.parameters
    ]
    n = usecases.get(case).sizes[-1]
    found = uses_at(records, n)
    if not found:
        return None
    technique = next(iter(found))
    return technique, n, costs.bill(found[technique], Prices.load(), NETWORK).euro
