"""An invented case with its page: three computing parties, two owners, a reader who only reads."""

from functools import partial
from typing import ClassVar

import numpy as np
import pandas as pd
import traitlets

from pet_workbench.core import Release
from pet_workbench.core.validation import check_range
from pet_workbench.sharing.opening import read_revealed, reveal
from pet_workbench.sharing.replicated import deal, input_by_owner, join_computation, multiply
from pet_workbench.sharing.ring import ring_dtype
from pet_workbench.usecases import Technique, UseCase
from pet_workbench.usecases.in_clear import InClear
from pet_workbench.viz import theme
from pet_workbench.widgets.case import (
    CasePage,
    CaseState,
    ChoiceTask,
    Learned,
    NumberTask,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    Solution,
    Tick,
    view_of,
)

OWNERS, READER = ("Noord", "Zuid"), "Gemeente"
RING = ring_dtype(64)


async def _owner(channel, table, computers):
    deal(channel, "coins", computers, table["coins"].to_numpy(np.uint64))


async def _computer(channel, parameters, n):
    computer = await join_computation(channel, parameters["computers"])
    parts = [
        await input_by_owner(computer, "coins", owner=owner, n=n, dtype=RING) for owner in OWNERS
    ]
    product = await multiply(computer, *parts)
    for _ in range(parameters["times"]):
        product = await multiply(computer, product, parts[0], step="product again")
    reveal(computer, product, reader=READER, step="products")


async def _reader(channel, parameters, n):
    return await read_revealed(channel, parameters["computers"], "products", n=n, dtype=RING)


def _in_shares(tables, parameters):
    computers, n = parameters["computers"], len(tables[OWNERS[0]])
    return {
        **{one: partial(_owner, table=tables[one], computers=computers) for one in OWNERS},
        **{one: partial(_computer, parameters=parameters, n=n) for one in computers},
        READER: partial(_reader, parameters=parameters, n=n),
    }


def multiplied(tables, times):
    """Return the coins of both, and of the first some more times, multiplied."""
    first, second = (tables[one]["coins"].to_numpy() for one in OWNERS)
    return first * second * first**times


IN_CLEAR = InClear(
    columns={owner: {"coins": np.uint64} for owner in OWNERS},
    compute=lambda tables, parameters: {"products": multiplied(tables, parameters["times"])},
    answer={"products": np.uint64},
    read=lambda answer, own, parameters: answer["products"],
)


class CoinsCase(UseCase):
    """How many coins do pairs of people make, multiplied?"""

    key = "coins"
    techniques: ClassVar = {
        "secret-sharing": Technique("secret-sharing", _in_shares),
        "plain-exchange": Technique(
            "plain-exchange",
            partial(IN_CLEAR.programs, computer=READER, reader=READER),
            leaks=("all_data_at_reader",),
        ),
    }
    parameters: ClassVar = {"computers": ("A", "B", "C"), "factor": 1, "is_fair": True, "times": 1}

    def load(self, *, n, seed):
        """Draw the coins."""
        rng = np.random.default_rng(seed)
        return {owner: pd.DataFrame({"coins": rng.integers(1, 9, n)}) for owner in OWNERS}

    def read(self, files):
        """Read one number a line below the heading."""
        return {
            owner: pd.DataFrame({"coins": [int(line) for line in content.split()[1:]]})
            for owner, content in files.items()
        }

    def check(self, parameters):
        """Refuse a large factor."""
        check_range("factor", parameters["factor"], 1, 3)

    def exact(self, tables, **parameters):
        """Multiply the pooled tables."""
        return multiplied(tables, parameters["times"])

    def answer(self, results):
        """Return what the reader read."""
        return results[READER]

    def error(self, answer, exact):
        """Count the wrong products."""
        return float((answer != exact).sum())

    def released(self, technique, answer):
        """Say that the reader reads the products."""
        return (Release("products", READER, "exact", answer.size),)

    def roles(self, tables, parameters):
        """Return who owns, computes and reads."""
        computers = dict.fromkeys(parameters["computers"], "computer")
        return {**dict.fromkeys(OWNERS, "owner"), **computers, READER: "reader"}


CASE = CoinsCase()


class CoinsState(CaseState):
    """The choices."""

    case: ClassVar = CASE
    choices: ClassVar = ("factor", "is_fair")
    n = traitlets.Int(20)
    factor = traitlets.Int(1)
    is_fair = traitlets.Bool(True)
    crowd = traitlets.Int(3)


class CoinsPage(CasePage[CoinsState]):
    """The page."""

    state_class = CoinsState
    controls = (
        Slide("n", (20, 40, 80)),
        Slide("factor", (1, 2, 3, 4), written=lambda words, value: words.euro(100 * value)),
        Pick("crowd", (3, 4)),
        Tick("is_fair"),
    )
    samples: ClassVar = {
        "secret-sharing": {"computer": ("coins part 1",), "reader": ("products",)},
        "plain-exchange": {"reader": ("coins",)},
    }
    amounts = frozenset({"coins"})
    national_n = 100
    breaks: ClassVar = {
        "owner": ("nothing", "nothing"),
        "computer": ("nothing", "nothing"),
        "reader": ("result", "all"),
        "computer+computer": ("all", "nothing"),
        "computer+reader": ("nothing", "all"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = {"noord": "Noord", "zuid": "Zuid"}
    tasks = (
        ChoiceTask("who", ("nobody", "two"), right="two"),
        NumberTask("sum", lambda: Solution(right=2.5, wrong={"half": 5}, tolerance=0.1)),
    )

    def shown(self, outcome):
        """Show how many products there are."""
        chart = theme.figure(lang=self.lang, alt="coins") if self.state.is_fair else None
        return Shown("done", {"found": outcome.answer.size}, chart, remark="a < b")

    def told(self, outcome):
        """Return what the reader received."""
        return {"rows": view_of(outcome, READER).bytes, "share": 0.5, "found": outcome.answer.size}

    def settings(self):
        """Return the factor."""
        return {"factor": self.state.factor}

    def answer_words(self, outcome):
        """Add the products up."""
        return self.words.number(int(outcome.answer.sum()))

    def exact_words(self, outcome):
        """Add the real products up."""
        return self.words.number(int(outcome.exact.sum()))

    def learn(self, coalition, outcome, tables):
        """Return what a coalition reads: readable coins, or all three parts."""
        if any(view_of(outcome, party).find("coins") for party in coalition):
            return Learned("all", "told", {"people": len(tables["Noord"])}, "<table></table>")
        parts = {
            message.step
            for party in coalition
            for message in view_of(outcome, party).received
            if message.step.startswith("coins part")
        }
        return Learned("all", facts={"people": 2}) if len(parts) == 3 else Learned("nothing")

    def own_answer(self, tables, outcome):
        """Return the first table."""
        return OwnAnswer("<p>ok</p>", tables["Noord"], {"coins": "munten"})


TEXTS = {
    "control_factor": "Factor",
    "control_is_fair": "Fair",
    "control_crowd": "Crowd",
    "option_crowd_3": "three",
    "option_crowd_4": "four",
    "figure_found": "found",
    "choices_note": "Factor {factor}",
    "chart_note": "Chart <{factor}>",
    "try_note": "<p>note</p>",
    "own_noord": "North",
    "own_zuid": "South",
    "own_columns": "{noord}; {zuid}",
    "own_settings": "With {factor}",
    "own_filename": "coins.csv",
    "step_coins": "coins",
    "step_product_again": "product, again",
    "step_products": "products",
    "step_secret-sharing_products": "share of products",
    "collusion_all": "all of {people} by {who}",
    "collusion_told": "told {people} to {who}",
    "breaks_all": "all",
    "ex_who_question": "Who?",
    "ex_who_nobody": "nobody",
    "ex_who_two": "two",
    "ex_who_hint_1": "hint",
    "ex_who_solution": "two",
    "ex_sum_question": "Sum of {half}",
    "ex_sum_wrong_half": "not {half}",
    "ex_sum_solution": "{answer}",
    "people": "{n} players",
    **{
        f"{kind}_{technique}_{role}": f"{kind} {technique} {role} {{rows}}"
        for kind in ("seen", "compare")
        for technique in ("secret-sharing", "plain-exchange")
        for role in ("owner", "computer", "reader")
    },
}
