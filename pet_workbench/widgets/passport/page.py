"""The page of the case `passport`: what is there to choose, to show and to break."""

from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.passport import (
    APPROVED,
    AUDITOR,
    PLATFORM,
    PRODUCER,
    VERIFIER,
    ZERO_KNOWLEDGE,
    Rules,
    own_tables,
)
from pet_workbench.usecases.passport.claims import in_order, suppliers_of
from pet_workbench.usecases.passport.document import passport_bytes
from pet_workbench.viz.passport import shares_figure
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Shown,
    Slide,
    view_of,
)
from pet_workbench.widgets.passport.cheating import Cheating
from pet_workbench.widgets.passport.collusion import learn
from pet_workbench.widgets.passport.credential import Credential
from pet_workbench.widgets.passport.exercises import TASKS
from pet_workbench.widgets.passport.guessing import Guessing
from pet_workbench.widgets.passport.measured import Measured
from pet_workbench.widgets.passport.state import MINIMA, SIZES, PassportState

_FIVE = "+".join(["supplier"] * 5)


class PassportPage(CasePage[PassportState]):
    """Everything that moves on the page of `passport`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = PassportState
    controls = (
        Slide("n", SIZES),
        Slide("minimum_share", MINIMA, "percent"),
        Slide("approved", APPROVED),
    )
    samples: ClassVar = {
        "zero-knowledge": {
            "supplier": ("signatures", "part of an opening"),
            "producer": ("sums of parts", "part of the passport"),
            "auditor": ("openings",),
            "verifier": ("products", "passports"),
        },
        "trusted-third-party": {
            "third": ("mass", "recycled", "origin"),
            "verifier": ("product", "verdicts"),
        },
        "plain-exchange": {
            "producer": ("mass", "recycled", "origin"),
            "verifier": ("mass", "recycled", "origin"),
        },
    }
    national_n = 100
    breaks: ClassVar = {
        "supplier": ("nothing", "nothing", "nothing"),
        "producer": ("totals", "nothing", "all"),
        "verifier": ("result", "result", "all"),
        "third": ("nothing", "all", "nothing"),
        "auditor": ("books", "books", "books"),
        "supplier+supplier": ("files", "files", "files"),
        _FIVE: ("mass", "mass", "mass"),
        f"{_FIVE}+producer": ("last", "mass", "all"),
        "producer+verifier": ("totals", "result", "all"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = {
        "statements": own_tables.STATEMENTS,
        "products": PRODUCER,
        "books": AUDITOR,
    }
    tasks = TASKS

    @cached_property
    def cheating(self) -> Cheating:
        """Lies, forgeries, and passports that are changed or used again."""
        return Cheating(self)

    @cached_property
    def guessing(self) -> Guessing:
        """Amounts that are sealed well or badly, guessed."""
        return Guessing(self)

    @cached_property
    def measured(self) -> Measured:
        """What each kind of proof takes, here and now."""
        return Measured(self)

    @cached_property
    def credential(self) -> Credential:
        """The same claim with AnonCreds."""
        return Credential(self)

    def settings(self) -> Facts:
        """Return the rules that are set."""
        return {
            "minimum": self.words.percent(self.state.minimum_share),
            "approved": self.state.approved,
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return which products are accepted, and what the verifier does not see of them."""
        words, told = self.words, self.told(outcome)
        answer, tables = outcome.answer, self.state.tables
        figures: dict[str, object] = {
            "accepted": words(
                "of", part=words.value(told["accepted"]), whole=words.value(told["n"])
            )
        }
        if outcome.technique == ZERO_KNOWLEDGE:
            figures["passport"] = told["passport"]
        return Shown(
            sentence=words.first(
                [f"try_found_{outcome.technique}", "try_found"], **words.written(told)
            ),
            figures=figures,
            chart=shares_figure(
                answer.products.tolist(),
                _shares(tables).tolist(),
                answer.accepted.tolist(),
                minimum=self.state.minimum_share / 100,
                lang=self.lang,
            ),
            table=self._read(outcome, tables),
        )

    def _read(self, outcome: Outcome, tables: Tables) -> str:
        """Show per product what the verifier reads."""
        words, answer = self.words, outcome.answer
        weights = in_order(tables[PRODUCER])["weight"].tolist()
        frame = pd.DataFrame(
            {
                "product": [str(one) for one in answer.products.tolist()],
                "weight": [words("grams", grams=words.number(one)) for one in weights],
                "verdict": [words(f"reason_{one or 'accepted'}") for one in answer.reasons],
            }
        )
        return table_html(
            frame,
            lang=self.lang,
            caption=words("read_caption"),
            headers={name: words(f"column_{name}") for name in frame.columns},
            max_rows=SIZES[-1],
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        words, answer = self.words, outcome.answer
        accepted, n = int(answer.accepted.sum()), answer.accepted.size
        suppliers = suppliers_of(self.state.tables)
        rules = Rules.of(outcome.parameters)
        made = sum(one != "no_passport" for one in answer.reasons)
        amounts = {
            f"amounts_{role}": sum(
                message.items
                for name in ("mass", "recycled", "origin")
                for message in view_of(outcome, party).find(name)
            )
            for role, party in (("verifier", VERIFIER), ("producer", PRODUCER), ("third", PLATFORM))
        }
        return {
            **self.settings(),
            "n": n,
            "accepted": accepted,
            "refused": n - accepted,
            "suppliers": len(suppliers),
            "statements": len(suppliers) * n,
            "sealed": 3 * len(suppliers) * made,
            "passport": words.size(passport_bytes(rules, len(suppliers))),
            "received": words.size(view_of(outcome, VERIFIER).bytes),
            **amounts,
        }

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many products are accepted."""
        return self.words.number(int(outcome.answer.accepted.sum()))

    def exact_words(self, outcome: Outcome) -> str:
        """Write how many should be."""
        return self.words.number(int(outcome.exact.accepted.sum()))

    def brief(self, outcome: Outcome) -> str:
        """Write how many products are accepted, inside a sentence."""
        return self.answer_words(outcome)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        return learn(coalition, outcome, tables, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:  # noqa: ARG002 - hook of a page
        """Put the answer in words, and in a table of the products."""
        words, answer = self.words, outcome.answer
        said = words.written(
            {
                "accepted": int(answer.accepted.sum()),
                "n": answer.accepted.size,
                "unsigned": sum(one == "unsigned" for one in answer.reasons),
                "unmade": sum(one == "no_passport" for one in answer.reasons),
            }
        )
        frame = pd.DataFrame(
            {
                "product": answer.products,
                "verdict": [words(f"reason_{one or 'accepted'}") for one in answer.reasons],
            }
        )
        return OwnAnswer(
            words("own_found", **said),
            frame,
            {name: words(f"column_{name}").lower() for name in frame.columns},
        )


def _shares(tables: Tables) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Return which part of each product is recycled, in truth."""
    statements = [in_order(tables[one]) for one in suppliers_of(tables)]
    mass, recycled = (
        np.sum([table[name].to_numpy(np.float64) for table in statements], axis=0)
        for name in ("mass", "recycled")
    )
    shares: np.ndarray[tuple[int], np.dtype[np.float64]] = recycled / mass
    return shares
