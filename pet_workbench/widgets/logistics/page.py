"""The page of the case `logistics`: what is there to choose, to show and to break."""

from functools import cached_property
from typing import ClassVar

import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.logistics import CARRIERS, PLATFORM, SHIPPER, THIRD_BODIES, own_tables
from pet_workbench.usecases.logistics.offers import N_LINES, carriers_of
from pet_workbench.viz.logistics import winners_figure
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    Tick,
    view_of,
)
from pet_workbench.widgets.logistics.collusion import learn, line_names
from pet_workbench.widgets.logistics.exercises import TASKS
from pet_workbench.widgets.logistics.probing import Probing
from pet_workbench.widgets.logistics.state import SIZES, LogisticsState

_LOADS_SHOWN = 6


class LogisticsPage(CasePage[LogisticsState]):
    """Everything that moves on the page of `logistics`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = LogisticsState
    controls = (
        Slide("n", SIZES),
        Tick("second_price"),
        Pick("third_body", THIRD_BODIES),
    )
    samples: ClassVar = {
        "secret-sharing": {
            "computer": ("pallets on the line", "prices on the line"),
            "shipper": ("winners",),
        },
        "trusted-third-party": {
            "shipper": ("winners",),
            "third": ("pallets", "price_cents"),
        },
        "plain-exchange": {
            "carrier": ("pallets", "price_cents"),
            "shipper": ("pallets", "price_cents"),
        },
    }
    amounts = frozenset({"price_cents"})
    national_n = 20_000
    breaks: ClassVar = {
        "carrier": ("nothing", "nothing", "offers"),
        "computer": ("nothing", "nothing", "nothing"),
        "shipper": ("result", "result", "offers"),
        "third": ("nothing", "all", "nothing"),
        "carrier+carrier": ("files", "files", "offers"),
        "carrier+shipper": ("result", "result", "offers"),
        "computer+computer": ("all", "nothing", "nothing"),
        "computer+shipper": ("result", "result", "offers"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = {
        "a": CARRIERS[0],
        "b": CARRIERS[1],
        "c": CARRIERS[2],
        "loads": SHIPPER,
    }
    tasks = TASKS

    @cached_property
    def probing(self) -> Probing:
        """A shipper with loads that do not exist, and what stops it."""
        return Probing(self)

    def shown(self, outcome: Outcome) -> Shown:
        """Return who takes how many loads, and the first loads one by one."""
        words, told = self.words, self.told(outcome)
        winner = outcome.answer.winner
        carriers = carriers_of(self.state.tables)
        return Shown(
            sentence=words("try_found", **words.written(told)),
            figures={"loads": told["loads"], "taken": told["taken"]},
            chart=winners_figure(
                [words.heading(carrier) for carrier in carriers],
                [int((winner == place).sum()) for place in range(len(carriers))],
                int((winner < 0).sum()),
                lang=self.lang,
            ),
            table=self._loads(outcome, self.state.tables),
        )

    def _loads(self, outcome: Outcome, tables: Tables) -> str:
        """Show the first loads with who takes them."""
        words = self.words
        frame = _answered(outcome, tables).head(_LOADS_SHOWN)
        shown = pd.DataFrame(
            {
                "line": line_names(frame, words),
                "pallets": frame["pallets"].tolist(),
                "winner": [self._winner(name) for name in frame["winner"]],
            }
        )
        if "price_cents" in frame:
            shown["second"] = [
                words.euro(cents) if cents >= 0 else words("no_second")
                for cents in frame["price_cents"].tolist()
            ]
        return table_html(
            shown,
            lang=self.lang,
            caption=words("loads_caption"),
            headers={name: words(f"column_{name}") for name in shown.columns},
        )

    def _winner(self, carrier: str) -> str:
        """Name who takes a load."""
        return self.words.heading(carrier) if carrier else self.words("nobody")

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        answer = outcome.answer
        taken = int((answer.winner >= 0).sum())
        seen = {
            name: sum(message.items for message in view_of(outcome, party).find("price_cents"))
            for name, party in (
                ("offers_third", PLATFORM),
                ("offers_shipper", SHIPPER),
                ("offers_carrier", carriers_of(self.state.tables)[0]),
            )
        }
        priced = answer.price_cents is not None
        return {
            "loads": answer.winner.size,
            "taken": taken,
            "nobody": answer.winner.size - taken,
            "lines": N_LINES,
            "carriers": len(carriers_of(self.state.tables)),
            "prices": self.words("told_prices" if priced else "told_no_prices"),
            "others": self.words("others_one_price" if priced else "others_secret"),
            "paid": self.words("paid_second" if priced else "paid_own"),
            **seen,
        }

    def answer_words(self, outcome: Outcome) -> str:
        """Write for how many loads there is a carrier."""
        return self.words.number(int((outcome.answer.winner >= 0).sum()))

    def exact_words(self, outcome: Outcome) -> str:
        """Write for how many loads there should be one."""
        return self.words.number(int((outcome.exact.winner >= 0).sum()))

    def brief(self, outcome: Outcome) -> str:
        """Write who takes the first loads."""
        first = _answered(outcome, self.state.tables)["winner"].head(3)
        return ", ".join(map(self._winner, first))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        return learn(coalition, outcome, tables, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and in a table of the shipper's loads with their carriers."""
        words, frame = self.words, _answered(outcome, tables)
        frame["winner"] = [self._winner(name) for name in frame["winner"]]
        taken = int((outcome.answer.winner >= 0).sum())
        said = words.written({"loads": len(frame), "taken": taken})
        headers = {
            **own_tables.HEADERS[self.lang],
            "winner": words("column_winner"),
            "price_cents": words("column_second"),
        }
        if "price_cents" in frame:
            frame["price_cents"] = frame["price_cents"].clip(lower=0)
        return OwnAnswer(words("own_found", **said), own_tables.written(frame, self.lang), headers)


def _answered(outcome: Outcome, tables: Tables) -> pd.DataFrame:
    """Return the shipper's loads with the name of who takes each, empty for nobody."""
    carriers, answer = carriers_of(tables), outcome.answer
    names = [carriers[place] if place >= 0 else "" for place in answer.winner.tolist()]
    frame: pd.DataFrame = tables[SHIPPER].assign(winner=names)
    if answer.price_cents is not None:
        frame = frame.assign(price_cents=answer.price_cents)
    return frame
