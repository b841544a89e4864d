"""Many questions, one budget: the ledger fills up on screen, and then refuses."""

from html import escape

import pandas as pd

from pet_workbench import dp
from pet_workbench.core import PetError
from pet_workbench.dp.errors import BudgetError
from pet_workbench.viz.homomorphic_figures import gauge_html
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Button, Choice, Slider, row
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.town import INCOMES, PERSON, ask, new_ledger
from pet_workbench.widgets.differential_privacy.written import amount
from pet_workbench.widgets.page import (
    Columns,
    Panel,
    Sentence,
    error_sentence,
    errors_html,
    html,
    note_html,
)

RESIDENTS = 20_000
BUDGET, DELTA = 1, "1e-6"
EACH_DELTA = "1e-7"
EPSILONS = (0.05, 0.1, 0.2, 0.4)
ACCOUNTING = ("basic", "concentrated")
ASKABLE = ("debts", "incomes")
SHOWN = 8
MOST = 1_000
"""More questions than any of the budgets here pays for."""


class Budget(Panel):
    """Ask from one ledger until it refuses.

    Attributes
    ----------
    question, accounting : Choice
    epsilon : Slider
        Of one question.
    ask_button, all_button, new_button : Button
    ledger : Ledger
    refusal : BudgetError or None
        What the ledger said to the last question.
    """

    ledger: dp.Ledger

    def __init__(self, words: Words) -> None:
        self.words = words
        self.refusal: BudgetError | None = None
        controls = self._controls(words)
        self.ask_button = Button(words("budget_button"), self.ask, primary=True)
        self.all_button = Button(words("budget_all"), self.ask_on)
        self.new_button = Button(words("budget_new"), self.start_over)
        self.gauge, self.table, self.alert = html(""), html(""), html("")
        self.told = Sentence()
        super().__init__(
            [
                Columns(controls),
                row([self.ask_button, self.all_button, self.new_button]),
                self.alert,
                self.told,
                self.gauge,
                self.table,
            ],
            lang=words.lang,
            label=words("budget_label"),
        )
        self.accounting.observe(lambda _: self.start_over(), "value")
        self.start_over()

    def _controls(self, words: Words) -> tuple[Choice | Slider, ...]:
        """Make the two choices and the slider."""
        self.accounting = Choice(
            words("budget_accounting"), {one: words(f"budget_{one}") for one in ACCOUNTING}
        )
        self.question = Choice(
            words("budget_question"), {one: words(f"budget_ask_{one}") for one in ASKABLE}
        )
        self.epsilon = Slider(
            words("budget_epsilon"),
            EPSILONS,
            value=0.2,
            lang=words.lang,
            written=words.epsilon,
        )
        return self.accounting, self.question, self.epsilon

    def start_over(self) -> None:
        """Begin with a full budget."""
        self.ledger = new_ledger(BUDGET, delta=DELTA, accounting=self.accounting.value)
        self.refusal, self.alert.value = None, ""
        self.told.say(f"<p>{self.words('budget_ready')}</p>")
        self._show()

    def ask(self) -> None:
        """Ask one question, or be refused."""
        answer = self._ask()
        if answer is not None:
            said = self.words("budget_told", answer=answer, number=len(self.ledger.entries))
            self.told.say(f"<p>{said}</p>")
        self._show()

    def ask_on(self) -> None:
        """Ask the same question until the ledger refuses."""
        for _ in range(MOST):
            if self._ask() is None:
                break
        self._show()

    def _ask(self) -> str | None:
        """Ask one question; return the answer in words, or nothing if it was refused."""
        words, self.refusal, self.alert.value = self.words, None, ""
        try:
            release = ask(self._query(), self.ledger, purpose=self._purpose(), n=RESIDENTS)
        except BudgetError as refusal:
            self.refusal = refusal
            asked = words.number(len(self.ledger.entries))
            why = f"<p>{escape(error_sentence(refusal, words.lang))}</p>"
            note = note_html(why, lang=words.lang, kind="warning", title=words("budget_refused"))
            self.told.say(note + f"<p>{words('budget_spent', asked=asked)}</p>")
            return None
        except PetError as error:
            self.alert.value = errors_html([error], words.lang)
            return None
        low, high = (float(one) for one in release.interval(0.95))
        write = amount(words, is_euros=self.question.value == "incomes")
        return words(
            "budget_answer", value=write(float(release.value)), low=write(low), high=write(high)
        )

    def _query(self) -> dp.Query:
        """Return the chosen question, with Gaussian noise."""
        cost = {"epsilon": self.epsilon.value, "delta": EACH_DELTA, "terms": PERSON}
        if self.question.value == "debts":
            return dp.Count(column="debts", equal_to=1, **cost)
        return dp.Sum(column="income", grid=INCOMES, **cost)

    def _purpose(self) -> str:
        """Return what the ledger writes down as the purpose."""
        return self.words(f"budget_ask_{self.question.value}")

    def _show(self) -> None:
        """Show what is left, and the last lines of the ledger."""
        words, share = self.words, self._share_left()
        self.gauge.value = gauge_html(
            words("budget_gauge"),
            share,
            written=f"{words.number(100 * share)}%",
            told=words(
                "budget_gauge_told",
                spent=words.number(float(self.ledger.spent.epsilon), 2),
                budget=words.number(BUDGET),
                asked=words.number(len(self.ledger.entries)),
            ),
        )
        self.table.value = self._lines()

    def _lines(self) -> str:
        """Return the last lines of the ledger as a table, or nothing if there are none."""
        words = self.words
        lines = [
            {
                "number": entry.number,
                "purpose": entry.purpose,
                "asker": words("budget_asker"),
                "epsilon": float(entry.loss.epsilon),
            }
            for entry in reversed(self.ledger.entries[-SHOWN:])
        ]
        if not lines:
            return ""
        return table_html(
            pd.DataFrame(lines),
            lang=words.lang,
            caption=words("budget_caption"),
            headers={name: words(f"budget_head_{name}") for name in lines[0]},
        )

    def _share_left(self) -> float:
        """Return which share of the budget is left, in what this ledger counts."""
        left = self.ledger.remaining
        if self.accounting.value == "basic":
            return float(left.epsilon / BUDGET)
        full = new_ledger(BUDGET, delta=DELTA, accounting=self.accounting.value).remaining
        return float(left.rho / full.rho)
