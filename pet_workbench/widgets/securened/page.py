"""The page of the case `securened`: what is there to choose, to show and to break."""

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.attacks.pooled_computers import read_dealt
from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.securened import (
    BREAKDOWNS,
    COMPUTERS,
    FILE,
    KINDS,
    NCSC,
    TRUSTED,
    Trends,
    own_tables,
)
from pet_workbench.usecases.securened.in_shares import RING
from pet_workbench.viz.securened import kind_name, sector_name, trend_figure
from pet_workbench.widgets import UploadedFile, table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    view_of,
)
from pet_workbench.widgets.case.steps import slug
from pet_workbench.widgets.securened.exercises import TASKS
from pet_workbench.widgets.securened.noise import CONFIDENCE, Noise
from pet_workbench.widgets.securened.recognised import Recognised
from pet_workbench.widgets.securened.state import (
    MINIMA,
    NOISY,
    PLAIN,
    SECRET,
    SIZES,
    SecurenedState,
)


class SecurenedPage(CasePage[SecurenedState]):
    """Everything that moves on the page of `securened`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = SecurenedState
    published = ("organisations_report", "cyclotron")
    controls = (Slide("n", SIZES), Slide("minimum", MINIMA), Pick("breakdown", BREAKDOWNS))
    samples: ClassVar = {
        "secret-sharing": {
            "computer": ("counts part 1", "sector", "within the cap"),
            "ncsc": ("organisations", "incidents"),
        },
        slug(NOISY): {
            "computer": ("counts part 1", "sector", "within the cap"),
            "ncsc": ("noisy organisations",),
        },
        "trusted-third-party": {
            "third": ("kind", "week", "count"),
            "ncsc": ("organisations", "incidents"),
        },
        "plain-exchange": {"ncsc": ("kind", "week", "count")},
    }
    national_n = 100
    breaks: ClassVar = {
        "organisation": ("nothing", "nothing", "nothing", "nothing"),
        "computer": ("participants", "participants", "nothing", "nothing"),
        "third": ("nothing", "nothing", "all", "nothing"),
        "ncsc": ("result", "result", "result", "all"),
        "computer+computer": ("all", "all", "nothing", "nothing"),
        "ncsc+computer": ("result", "result", "result", "all"),
        "ncsc+third": ("result", "result", "all", "all"),
    }
    agreed = frozenset({"result", "participants"})
    files: ClassVar = {"reports": FILE}
    tasks = TASKS

    @cached_property
    def recognised(self) -> Recognised:
        """One organisation that is recognised, two tables, and a lie."""
        return Recognised(self)

    @cached_property
    def noise(self) -> Noise:
        """Noise besides the minimum."""
        return Noise(self)

    def settings(self) -> Facts:
        """Return the minimum, the cap and the groups that are set."""
        return {
            "minimum": self.state.minimum,
            "cap": self.state.cap,
            "epsilon": self.words.value(self.state.epsilon),
            "breakdown": self.words(f"option_breakdown_{self.state.breakdown}"),
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the trends, and how often each kind comes through."""
        words, trends = self.words, outcome.answer
        facts = words.written({**self.settings(), **self.told(outcome)})
        key = "try_found" if trends.shown.any() else "try_withheld"
        if trends.noise:
            key = "try_noisy"
        return Shown(
            sentence=words(key, **facts),
            figures={
                "shown": words("of", part=facts["shown"], whole=facts["seen"]),
                "kinds": int(trends.shown.any(axis=(0, 2)).sum()),
            },
            chart=trend_figure(trends, lang=self.lang),
            table=self._kinds(trends),
        )

    def _kinds(self, trends: Trends) -> str:
        """Return per kind in how many weeks it was given, and where it was at most."""
        weeks = trends.shown.any(axis=0).sum(axis=1)
        most = trends.organisations.max(axis=(0, 2))
        frame = pd.DataFrame(
            {
                "kind": [kind_name(kind, self.lang) for kind in KINDS],
                "weeks": weeks,
                "most": most,
            }
        ).sort_values(["weeks", "most"], ascending=False)
        return table_html(
            frame,
            lang=self.lang,
            caption=self.words("kinds_caption"),
            headers={name: self.words(f"column_{name}") for name in frame.columns},
            max_rows=len(KINDS),
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what each party saw, counted in the real messages."""
        trends, first = outcome.answer, COMPUTERS[0]
        dealt = [m for m in view_of(outcome, COMPUTERS[2]).find("counts part 3")]
        reader = NCSC if outcome.technique == PLAIN else TRUSTED
        read = [m for m in view_of(outcome, reader).find("count")]
        return {
            "organisations": len(self.state.tables),
            "shown": int(trends.shown.sum()),
            "seen": int(self.state.truth(self.state.breakdown).shown.sum()),
            "incidents": int(trends.incidents.sum()),
            "minimum": trends.minimum,
            "shares": sum(m.items for m in dealt),
            "sectors": len(view_of(outcome, first).find("sector")),
            "reports": sum(m.items for m in read),
            "margin": trends.noise.quantile(CONFIDENCE) if trends.noise else 0,
        }

    def is_opened(self, outcome: Outcome) -> bool:
        """Tell whether any number was given."""
        return bool(outcome.answer.shown.any())

    def answer_words(self, outcome: Outcome) -> str:
        """Write how many numbers are given, and how many incidents they hold."""
        return self._trend_words(outcome.answer)

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the check."""
        return self._trend_words(outcome.exact)

    def _trend_words(self, trends: Trends) -> str:
        """Write trends in a few words; with noise incidents are not counted."""
        if trends.noise:
            return self.words("answer_noisy", shown=self.words.number(int(trends.shown.sum())))
        return self.words(
            "answer_trends",
            shown=self.words.number(int(trends.shown.sum())),
            incidents=self.words.number(int(trends.incidents.sum())),
        )

    def brief(self, outcome: Outcome) -> str:
        """Write how many incidents are given."""
        return self.words.number(int(outcome.answer.incidents.sum()))

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads in its views of a run, beyond what was agreed."""
        others = {name: table for name, table in tables.items() if name not in coalition}
        facts = {
            "organisations": len(others),
            "reports": sum(int((table["count"] > 0).sum()) for table in others.values()),
        }
        if outcome.technique not in (SECRET, NOISY):
            reader = NCSC if outcome.technique == PLAIN else TRUSTED
            if reader not in coalition:
                return Learned("nothing")
            return Learned("all", "already" if len(coalition) == 1 else "told", facts)
        views = {
            party: outcome.transcript.view(party)
            for party in coalition
            if party in outcome.transcript.parties
        }
        read = [read_dealt(views, COMPUTERS, "counts", owner=name, dtype=RING) for name in others]
        if not read or read[0] is None:
            return Learned("nothing")
        seen = sum(int(np.count_nonzero(one)) for one in read if one is not None)
        return Learned("all", facts={**facts, "reports": seen})

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read the file; problems name it as the reader does."""
        reports = files["reports"]
        return own_tables.read(reports.content, file=reports.name)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the answer in words, and the numbers that are given in a table."""
        words, trends = self.words, outcome.answer
        facts = {"organisations": len(tables), "shown": int(trends.shown.sum())}
        group, kind, week = np.nonzero(trends.shown)
        names = [
            words("everybody") if one == "all" else sector_name(one, self.lang)
            for one in trends.groups
        ]
        frame = pd.DataFrame(
            {
                "sector": [names[at] for at in group],
                "kind": [kind_name(KINDS[at], self.lang) for at in kind],
                "week": week + 1,
                "organisations": trends.organisations[group, kind, week],
                "incidents": trends.incidents[group, kind, week],
            }
        )
        headers = {name: words(f"column_{name}") for name in frame.columns}
        said = words.written({**self.settings(), **facts})
        return OwnAnswer(words("own_found", **said), frame if len(frame) else None, headers)
