"""The page of the case `fall-injuries`: what is there to choose, to show and to break."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, TypeVar

import ipywidgets as w
import numpy as np
import pandas as pd

from pet_workbench.core import Outcome
from pet_workbench.i18n import percent
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.fall_injuries import WITHHELD, Totals
from pet_workbench.usecases.fall_injuries.by_encryption import OPENED, PSEUDONYMS
from pet_workbench.usecases.falls import CARE, GROUPS, HOSPITAL, LINES, THIRD_PARTIES
from pet_workbench.viz.falls import Line, lines_figure
from pet_workbench.widgets import html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
)
from pet_workbench.widgets.case.collusion import Collusion
from pet_workbench.widgets.case.cost import Cost
from pet_workbench.widgets.case.seen import Seen
from pet_workbench.widgets.case.try_it import TryIt
from pet_workbench.widgets.falls.differencing import Differencing
from pet_workbench.widgets.falls.injuries_collusion import learn
from pet_workbench.widgets.falls.keys import keys_picture
from pet_workbench.widgets.falls.state import MINIMA, InjuriesState
from pet_workbench.widgets.falls.training import Training

Part = TypeVar("Part", bound=w.VBox)
SIZES = (1_000, 2_000, 5_000, 10_000, 20_000)


def lines_of(totals: Totals) -> dict[str, tuple[float, ...]]:
    """Return for each opened line the share of clients that was injured, level by level.

    Examples
    --------
    >>> clients, injured = np.full(37, 50), np.full(37, -1)
    >>> injured[5:7] = 10, 20
    >>> lines_of(Totals(clients, injured, 30, 2500, 180, 10))
    {'sex': (0.2, 0.4)}
    """
    shares: dict[str, tuple[float, ...]] = {}
    for line in LINES:
        places = [at for at, (name, _) in enumerate(GROUPS) if name == line]
        if (totals.injured[places] != WITHHELD).all():
            shares[line] = tuple((totals.injured[places] / totals.clients[places]).tolist())
    return shares


def preceded(section: Part, parts: Sequence[w.Widget]) -> Part:
    """Return `section` with `parts` above it, inside the same region of the page.

    Parameters
    ----------
    section : Section
    parts : sequence of Widget
    """
    # the helper for screen readers stays among the children; see `Panel`
    section.children = (*parts, *section.children)
    return section


class InjuriesPage(CasePage[InjuriesState]):
    """Everything that moves on the page of `fall-injuries`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = InjuriesState
    controls = (
        Slide("n", SIZES),
        Slide("minimum", MINIMA),
        Pick("third_party", THIRD_PARTIES),
    )
    national_n = 600_000
    samples: ClassVar = {
        "homomorphic": {
            "care": (OPENED,),
            "hospital": (PSEUDONYMS,),
        },
        "secret-sharing": {
            "care": ("masked numbers", "totals opened"),
            "hospital": ("totals opened",),
            "third": ("pseudonyms of places",),
        },
        "trusted-third-party": {
            "care": ("totals",),
            "hospital": ("totals",),
            "third": ("person", "age", "patients"),
        },
        "plain-exchange": {"care": ("patients",), "hospital": ("totals",)},
    }
    breaks: ClassVar = {
        "care": ("result", "result", "result", "patients"),
        "hospital": ("list", "result", "result", "result"),
        "third": ("nothing", "counts", "all", "nothing"),
        "care+hospital": ("files", "files", "files", "files"),
        "care+third": ("result", "injured", "all", "patients"),
        "hospital+third": ("list", "clients", "all", "result"),
    }
    agreed = frozenset({"result", "counts"})
    files: ClassVar = {"care": CARE, "hospital": HOSPITAL}

    @cached_property
    def try_it(self) -> TryIt:
        """The question with its controls and the answer, below a picture of the keys."""
        words = self.words
        keys = {HOSPITAL: ("secret", "public"), CARE: ("public",)}
        picture = html(keys_picture(keys, words, alt=words("keys_alt")))
        return preceded(TryIt(self), [picture, html(words("keys_travels"))])

    @cached_property
    def seen(self) -> Seen:
        """What each party received."""
        return preceded(Seen(self), [self._heading("seen_title")])

    @cached_property
    def collusion(self) -> Collusion:
        """What a coalition reads in its views."""
        return preceded(Collusion(self), [self._heading("collusion_title")])

    @cached_property
    def cost(self) -> Cost:
        """Time, bytes and rounds, here and on slower networks."""
        return preceded(Cost(self), [self._heading("cost_title")])

    def _heading(self, key: str) -> w.HTML:
        """Return a heading."""
        return html(f"<h3>{self.words(key)}</h3>")

    @cached_property
    def training(self) -> Training:
        """A model learned from the totals."""
        return Training(self)

    @cached_property
    def differencing(self) -> Differencing:
        """The same question twice, with and without one client."""
        return Differencing(self)

    def settings(self) -> Facts:
        """Return the smallest number that is opened."""
        return {"minimum": self.state.minimum}

    def shown(self, outcome: Outcome) -> Shown:
        """Return how often clients were injured, per characteristic."""
        words, totals = self.words, outcome.answer
        shares = lines_of(totals)
        said = words.written({**self.settings(), **self.told(outcome)})
        if not shares:
            key = "try_nothing" if totals.total == WITHHELD else "try_no_line"
            return Shown(words(key, **said), figures=self._figures(outcome))
        ordered = sorted(shares, key=lambda line: min(shares[line]) - max(shares[line]))
        first = ordered[0]
        lowest, highest = (percent(f(shares[first]), self.lang, digits=1) for f in (min, max))
        facts = {**said, "line": self.line(first), "lowest": lowest, "highest": highest}
        lines = [Line(self.line(line), shares[line]) for line in ordered]
        alt = words("chart_alt", **facts)
        return Shown(
            sentence=words("try_found", **facts),
            figures=self._figures(outcome),
            chart=lines_figure(lines, alt=alt, lang=self.lang),
        )

    def _figures(self, outcome: Outcome) -> Facts:
        """Return the big numbers."""
        return {"injured": self.answer_words(outcome), "bytes": self.told(outcome)["bytes"]}

    def line(self, line: str) -> str:
        """Name a characteristic."""
        return self.words(f"line_name_{line}")

    def told(self, outcome: Outcome) -> Facts:
        """Return how many people both have, what was opened, and what travelled."""
        tables, totals = self.state.tables, outcome.answer
        opened = len(lines_of(totals))
        return {
            "clients": len(tables[CARE]),
            "patients": len(tables[HOSPITAL]),
            "total": self.answer_words(outcome),
            "opened": opened,
            "closed": len(LINES) - opened,
            "bytes": self.words.size(outcome.transcript.bytes),
            "sent": self.words.size(outcome.transcript.bytes_between(HOSPITAL, CARE)),
            "back": self.words.size(outcome.transcript.bytes_between(CARE, HOSPITAL)),
        }

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether there were injured clients enough."""
        return bool(outcome.answer.total != WITHHELD)

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many clients were injured."""
        return self._total(outcome.answer)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the check."""
        return self._total(outcome.exact)

    def _total(self, totals: Totals) -> str:
        """Write a total that may have been withheld."""
        if totals.total == WITHHELD:
            return self.words("figure_withheld")
        return self.words.number(totals.total)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond its own files."""
        return learn(coalition, outcome, tables, self.words)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and the totals in a file."""
        words, totals = self.words, outcome.answer
        said = words(
            "own_found",
            clients=words.number(len(tables[CARE])),
            total=self.answer_words(outcome),
            opened=words.number(len(lines_of(totals))),
        )
        known = np.flatnonzero(totals.known)
        frame = pd.DataFrame(
            {
                "line": [self.line(GROUPS[at][0]) for at in known],
                "level": [self.level(GROUPS[at][1]) for at in known],
                "clients": totals.clients[known],
                "injured": totals.injured[known],
            }
        )
        return OwnAnswer(said, frame, {name: words(f"column_{name}") for name in frame.columns})

    def level(self, level: str) -> str:
        """Name a level of a characteristic; a range of numbers is its own name."""
        return self.words.optional(f"level_{level}") or level
