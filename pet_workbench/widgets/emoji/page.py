"""The page of the case `emoji`: what is there to choose, to show and to break."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from pet_workbench.attacks.repeated_reports import best_guesses
from pet_workbench.core import Outcome
from pet_workbench.i18n import percent
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.emoji import (
    CENTRAL,
    COLLECTOR,
    DEVICES,
    MAKER,
    PLAIN,
    SIZE,
    TEXTS,
    Popularity,
)
from pet_workbench.usecases.emoji.own_tables import FILE, read
from pet_workbench.viz.emoji import emoji_name, popularity_figure
from pet_workbench.widgets import UploadedFile, html, table_html
from pet_workbench.widgets.case import (
    CasePage,
    Facts,
    Learned,
    OwnAnswer,
    Pick,
    Shown,
    Slide,
    Words,
)
from pet_workbench.widgets.case.facts import Published
from pet_workbench.widgets.emoji.again import Again
from pet_workbench.widgets.emoji.compared import Compared
from pet_workbench.widgets.emoji.exercises import TASKS
from pet_workbench.widgets.emoji.fakes import Fakes
from pet_workbench.widgets.emoji.font import font_html
from pet_workbench.widgets.emoji.quality import EmojiQuality
from pet_workbench.widgets.emoji.state import (
    EPSILONS,
    LOCALS,
    SIZES,
    UNARY,
    EmojiState,
    kind_of,
)
from pet_workbench.widgets.emoji.visible import Visible

TOP = 10
GUESSED = 2_000
"""Devices whose emoji is guessed, to see what the maker knows."""
_TOP_COLUMNS = ("rank", "emoji", "estimate", "margin", "truth", "true_rank", "right")


class EmojiPage(CasePage[EmojiState]):
    """Everything that moves on the page of `emoji`.

    Parameters
    ----------
    lang : {"nl", "en"}
    """

    state_class = EmojiState
    published = ("most_used", "per_report", "per_day")
    controls = (Slide("epsilon", EPSILONS, Words.epsilon), Slide("n", SIZES), Pick("texts", TEXTS))
    samples: ClassVar = {
        "local-differential-privacy-unary": {"maker": ("unary reports",)},
        "local-differential-privacy-hashing": {"maker": ("hashing reports",)},
        "local-differential-privacy-response": {"maker": ("response reports",)},
        "trusted-third-party-differential-privacy": {
            "third": ("emoji",),
            "maker": ("noisy counts",),
        },
        "plain-exchange": {"maker": ("emoji",)},
    }
    national_n = 10_000_000
    breaks: ClassVar = {
        "devices": ("nothing", "nothing", "nothing", "nothing", "nothing"),
        "maker": ("guess", "guess", "guess", "result", "all"),
        "third": ("nothing", "nothing", "nothing", "all", "nothing"),
        "maker+third": ("guess", "guess", "guess", "all", "all"),
    }
    agreed = frozenset({"result"})
    files: ClassVar = {"devices": FILE}
    tasks = TASKS

    @cached_property
    def facts(self) -> Published:
        """Published figures; with them comes the font."""
        made = Published(self)
        made.children = (html(font_html()), *made.children)
        return made

    @cached_property
    def visible(self) -> Visible:
        """How many devices make an emoji visible."""
        return Visible(self)

    @cached_property
    def compared(self) -> Compared:
        """Three protocols and a collector side by side."""
        return Compared(self)

    @cached_property
    def quality(self) -> EmojiQuality:
        """Whether the answer is right, emoji by emoji."""
        return EmojiQuality(self)

    @cached_property
    def fakes(self) -> Fakes:
        """Devices that lie."""
        return Fakes(self)

    @cached_property
    def again(self) -> Again:
        """Devices that report every day."""
        return Again(self)

    def settings(self) -> Facts:
        """Return what is set."""
        return {
            "epsilon": self.words.epsilon(self.state.epsilon),
            "texts": self.words(f"option_texts_{self.state.texts}"),
        }

    def shown(self, outcome: Outcome) -> Shown:
        """Return the chart, the top ten, and how sure anybody can be of one device."""
        words, popularity = self.words, outcome.answer
        facts = words.written(self.told(outcome))
        kind = {CENTRAL: "central", PLAIN: "plain"}.get(outcome.technique, "local")
        return Shown(
            sentence=words(f"try_{kind}", **facts),
            figures={
                "seen": words("of", part=facts["seen"], whole=facts["used"]),
                "top": words("of", part=facts["top_right"], whole=words.number(TOP)),
                "margin": f"± {facts['margin']}",
            },
            chart=popularity_figure(popularity, outcome.exact, self.state.listed, lang=self.lang),
            table=self._top(popularity, outcome.exact),
            remark=words(f"risk_{kind}", **facts),
        )

    def _top(self, popularity: Popularity, exact: np.ndarray) -> str:
        """Return the maker's top ten, and what is wrong with it."""
        top, margin = popularity.top(TOP), popularity.margin()
        true_rank = np.empty(SIZE, np.int64)
        true_rank[np.argsort(-exact, kind="stable")] = np.arange(1, SIZE + 1)
        frame = pd.DataFrame(
            {
                "rank": np.arange(1, TOP + 1),
                "emoji": [emoji_name(self.state.listed, at, self.lang) for at in top],
                "estimate": popularity.counts[top].round().astype(int),
                "margin": margin[top].round().astype(int),
                "truth": exact[top],
                "true_rank": true_rank[top],
                "right": true_rank[top] <= TOP,
            }
        )
        return table_html(
            frame,
            lang=self.lang,
            caption=self.words("top_caption"),
            headers={name: self.words(f"top_{name}") for name in _TOP_COLUMNS},
        )

    def told(self, outcome: Outcome) -> Facts:
        """Return what the maker reads, and what it can guess about one device."""
        popularity, exact = outcome.answer, outcome.exact
        best = set(np.argsort(-exact, kind="stable")[:TOP].tolist())
        right = len(best & set(popularity.top(TOP).tolist()))
        margin = float(np.median(popularity.margin()))
        nobody = popularity.seen & (exact == 0)
        return {
            **self.settings(),
            "n": outcome.answer.n,
            "seen": int((popularity.seen & (exact > 0)).sum()),
            "wrongly": int(nobody.sum()),
            "used": int((exact > 0).sum()),
            "top_right": right,
            "margin": self.words.number(margin, 0 if margin >= 10 or not margin else 1),
            "sure": percent(self.state.sure, self.lang, digits=self._sure_digits()),
            "bits": self.state.protocol_of(outcome.technique).bits
            if outcome.technique in LOCALS
            else 0,
            "guessed": percent(self._guessed(outcome), self.lang),
            "before": percent(float(exact.max() / exact.sum()), self.lang),
        }

    def _sure_digits(self) -> int:
        """Return with how many decimals a chance near 100 % is still below it."""
        return 0 if self.state.sure < 0.99 else 2

    def _guessed(self, outcome: Outcome) -> float:
        """Return which part of the devices the maker guesses right from what it received."""
        if outcome.technique == PLAIN:
            return 1.0
        devices = self.state.tables[DEVICES]["emoji"].to_numpy()[:GUESSED].astype(np.int64)
        if outcome.technique == CENTRAL or len(outcome.exact) != SIZE:
            return float(outcome.exact.max() / outcome.exact.sum())
        key = self.state.key(("guessed", outcome.technique), *self.state.decisive)

        def guess() -> float:
            reports = self.state.reports(outcome)[:GUESSED]
            protocol = self.state.protocol_of(outcome.technique)
            guesses = best_guesses(protocol, [reports], self.state.listed.shares)
            return float((guesses == devices).mean())

        return self.state.keep(key, guess)

    def answer_words(self, outcome: Outcome) -> str:
        """Write the most popular emoji and its estimate."""
        counts = outcome.answer.counts
        return self._first(int(outcome.answer.top(1)[0]), float(counts.max()))

    def exact_words(self, outcome: Outcome) -> str:
        """Write the same of the truth."""
        return self._first(int(outcome.exact.argmax()), float(outcome.exact.max()))

    def _first(self, at: int, count: float) -> str:
        """Write an emoji with a count."""
        name = emoji_name(self.state.listed, at, self.lang)
        return f"{name}: {self.words.number(round(count))}"

    def error_words(self, outcome: Outcome) -> str:
        """Write how far an estimate is off."""
        error = outcome.error
        off = self.words.number(error, 0 if error >= 10 or not error else 1)
        return self.words("quality_off", off=off)

    def verdict(self, outcomes: Sequence[Outcome]) -> str:
        """Say what noise costs: on the device, at a collector, and without any."""
        errors = {outcome.technique: outcome.error for outcome in outcomes}
        written = {
            name: self.words.number(errors[id], 0 if errors[id] >= 10 or not errors[id] else 1)
            for name, id in (("local", UNARY), ("central", CENTRAL), ("plain", PLAIN))
        }
        return self.words("quality_verdict", **written)

    def learn(self, coalition: tuple[str, ...], outcome: Outcome, tables: Tables) -> Learned:
        """Return what `coalition` reads of single devices, beyond what was agreed."""
        facts = {"devices": len(tables[DEVICES])}
        if outcome.technique in LOCALS:
            return Learned("guess", facts=facts) if MAKER in coalition else Learned("nothing")
        reader = MAKER if outcome.technique == PLAIN else COLLECTOR
        return Learned("all", facts=facts) if reader in coalition else Learned("nothing")

    def read(self, files: Mapping[str, UploadedFile]) -> Tables:
        """Read the file, with the list of emoji that is chosen."""
        own = files["devices"]
        return read(own.content, texts=self.state.texts, file=own.name)

    def own_answer(self, tables: Tables, outcome: Outcome) -> OwnAnswer:
        """Put the estimates in words and in a table to take home."""
        words, popularity, listed = self.words, outcome.answer, self.state.listed
        order, margin = popularity.top(SIZE), popularity.margin()
        columns: dict[str, Any] = {
            "emoji": [listed.emoji[at] for at in order],
            "name": [listed.names[self.lang][at] for at in order],
            "estimate": popularity.counts[order].round().astype(int),
            "margin": margin[order].round().astype(int),
            "seen": popularity.seen[order].astype(int),
        }
        facts = words.written(
            {
                **self.settings(),
                "n": popularity.n,
                "seen": int(popularity.seen.sum()),
                "kind": kind_of(outcome.technique),
                "sure": percent(self.state.sure, self.lang, digits=self._sure_digits()),
                "devices": len(tables[DEVICES]),
            }
        )
        headers = {name: words(f"own_column_{name}") for name in columns}
        return OwnAnswer(words("own_found", **facts), pd.DataFrame(columns), headers)
