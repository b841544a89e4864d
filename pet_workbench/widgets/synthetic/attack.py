"""The attacks: one button for each kind of rows, the same attacker for all."""

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from pet_workbench.i18n import percent
from pet_workbench.synthetic import generator
from pet_workbench.synthetic.risk import ATTACKS, INFERENCE, Risk
from pet_workbench.usecases.synthetic_rows import CART, MARGINALS, PRIVATE
from pet_workbench.usecases.synthetic_rows.tradeoff import attacked, make
from pet_workbench.viz.trade_off import risk_words
from pet_workbench.widgets import Button, Choice, row, table_html
from pet_workbench.widgets.case.attack import AttackSection
from pet_workbench.widgets.synthetic.words import SyntheticWords

if TYPE_CHECKING:
    from pet_workbench.widgets.synthetic.page import SyntheticPage

ATTACKED = (
    generator.COPY,
    generator.CART,
    generator.MARGINALS,
    generator.INDEPENDENT,
    generator.PRIVATE,
)
"""In the order of a lesson: what works first, what fails last."""
_TECHNIQUES = {
    generator.CART: CART,
    generator.MARGINALS: MARGINALS,
    generator.PRIVATE: PRIVATE,
}
ATTACKS_NOW = 1_000


class RowsAttack(AttackSection):
    """Buttons that attack the rows of each generator, and what all attacks so far found.

    Parameters
    ----------
    page : SyntheticPage

    Attributes
    ----------
    way : Choice
        Which attack.
    buttons : dict of str to Button
        By generator.
    tried : dict of (str, str) to Risk
        By attack and generator.
    """

    words: SyntheticWords

    def __init__(self, page: "SyntheticPage[Any]") -> None:
        words = page.words
        self._state = page.state
        self.tried: dict[tuple[str, str], Risk] = {}
        self.way = Choice(
            words("attack_which"), {one: words(f"attack_{one}") for one in ATTACKS}, value=INFERENCE
        )
        self.buttons = {
            name: Button(
                words(f"attack_rows_{name}"),
                self.doing(partial(self._attack, name)),
                primary=name == generator.COPY,
            )
            for name in ATTACKED
        }
        super().__init__(
            page, [self.way, row(list(self.buttons.values()))], follows=("epsilon", "rows")
        )

    def redraw(self) -> None:
        """Forget attacks on rows of other choices; those on the rest stay."""
        super().redraw()
        self.table.value = self._table()

    def _attack(self, name: str) -> None:
        """Attack the rows of one generator, and tell what came of it."""
        words, lang = self.words, self.words.lang
        risk = self._risk(name)
        self.found, self.tried[self.way.value, name] = risk, risk
        facts = {
            "rows": words(f"rows_of_{name}", epsilon=words.epsilon(self._state.epsilon)),
            "right": words.number(risk.successes),
            "of": words.number(risk.attacks),
            "others": words.number(risk.control_successes),
            "of_others": words.number(risk.control_attacks),
            "share": percent(risk.successes / risk.attacks, lang, digits=1),
            "chance": percent(risk.control_successes / risk.control_attacks, lang, digits=1),
            "risk": risk_words(risk, lang),
            "sensitive": words.short(self._state.case.sensitive).lower(),
        }
        verdict = words("attack_found" if risk.found else "attack_not_found", **facts)
        self.sentence.say(f"{words(f'attacked_{risk.attack}', **facts)} {verdict}")
        self.table.value = self._table()

    def _risk(self, name: str) -> Risk:
        """Attack real rows of a run, or of a yardstick."""
        state = self._state
        learned, aside = state.parts
        if name in _TECHNIQUES:
            rows = state.outcome(_TECHNIQUES[name]).answer.frame
        else:
            rows = state.keep(
                ("yardstick", name), lambda: make(state.case, learned, state.case.description, name)
            )
        return attacked(state.case, self.way.value, learned, aside, rows, attacks=ATTACKS_NOW)

    def _table(self) -> str:
        """Return what all attacks so far found."""
        words = self.words
        if not self.tried:
            return ""
        rows = [
            [
                words(f"attack_{way}"),
                words(f"generator_{name}"),
                percent(risk.successes / risk.attacks, words.lang, digits=1),
                percent(risk.control_successes / risk.control_attacks, words.lang, digits=1),
                risk_words(risk, words.lang),
            ]
            for (way, name), risk in self.tried.items()
        ]
        columns = ("way", "rows", "share", "chance", "risk")
        return table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("attack_caption"),
            headers={one: words(f"attack_column_{one}") for one in columns},
            max_rows=20,
        )
