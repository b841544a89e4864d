"""Say what is to be computed, and get parameters with their reasons."""

from collections.abc import Sequence
from html import escape

import pandas as pd

from pet_workbench.core import PetError
from pet_workbench.he.choosing.chooser import Choice as Chosen
from pet_workbench.he.choosing.chooser import Rejection, choose
from pet_workbench.he.choosing.computations import (
    Computation,
    ExactSum,
    LinearScore,
    RealSum,
    Squarings,
)
from pet_workbench.i18n import error_text, text
from pet_workbench.widgets.case import Words, figures_html
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.homomorphic.written import small_number
from pet_workbench.widgets.page import Columns, Sentence, html

WORKS = ("exact_sum", "real_sum", "score", "powers")
ROWS = (100, 1_000, 10_000, 100_000, 1_000_000)
LARGEST = (1, 10, 100, 1_000, 10_000)
DIGITS = tuple(range(3, 11))
FEATURES = (2, 4, 8, 16, 32, 64)
DEPTHS = tuple(range(1, 7))
NO_ROOM = "errors.he_bits_too_few"


class ChooserPanel(Live):
    """A job in, parameters and reasons out.

    Attributes
    ----------
    work : Choice
    rows, largest, digits, features, depth : Slider
    chosen : Choice or None
        Of `pet_workbench.he.choosing.chooser`; none where no ring will do.
    """

    def __init__(self, words: Words) -> None:
        self.chosen: Chosen | None = None
        self.work = Choice(words("chooser_work"), {one: words(f"chooser_{one}") for one in WORKS})
        self.rows, self.largest, self.digits, self.features, self.depth = (
            Slider(words(f"chooser_{name}"), values, value=value, lang=words.lang, live=False)
            for name, values, value in (
                ("rows", ROWS, 10_000),
                ("largest", LARGEST, 1_000),
                ("digits", DIGITS, 7),
                ("features", FEATURES, 16),
                ("depth", DEPTHS, 2),
            )
        )
        self.figures, self.reasons, self.table = html(""), Sentence(), html("")
        self.alert = no_alert()
        sliders = (self.rows, self.largest, self.digits, self.features, self.depth)
        super().__init__(
            words,
            [
                self.work,
                Columns(sliders),
                self.alert,
                self.figures,
                self.reasons,
                self.table,
            ],
            label=words("chooser_label"),
            controls=(self.work, *sliders),
        )

    def computation(self) -> Computation:
        """Return what the reader declares."""
        rows, most = self.rows.value, float(self.largest.value)
        error = 10.0**-self.digits.value
        if self.work.value == "exact_sum":
            return ExactSum(rows=rows, bound=self.largest.value)
        if self.work.value == "real_sum":
            return RealSum(rows=rows, bound=most, relative_error=error)
        if self.work.value == "score":
            weights = (1.0,) * self.features.value
            return LinearScore(rows=rows, weights=weights, bound=most, relative_error=error)
        return Squarings(rows=rows, bound=most, depth=self.depth.value, relative_error=error)

    def redraw(self) -> None:
        """Choose, and say why."""
        work = self.work.value
        shown = {
            self.digits: work != "exact_sum",
            self.features: work == "score",
            self.depth: work == "powers",
        }
        for slider, is_shown in shown.items():
            slider.layout.display = "" if is_shown else "none"
        self.chosen, self.figures.value, self.table.value = None, "", ""
        self.reasons.say("")
        self.chosen = choose(self.computation())
        self.figures.value = self._figures(self.chosen)
        self.reasons.say(self._reasons(self.chosen))
        self.table.value = self._rejected(self.chosen)

    def _figures(self, chosen: Chosen) -> str:
        """Return the parameters as big numbers."""
        words, parameters = self.words, chosen.parameters
        exact = chosen.error == 0
        keys = chosen.sizes.sum_keys + chosen.sizes.product_keys + chosen.sizes.public_key
        shown = {
            "scheme": parameters.scheme.upper(),
            "degree": words.number(parameters.poly_modulus_degree),
            "bits": words("chooser_of", used=chosen.bits_used, allowed=chosen.bits_allowed),
            "error": words("chooser_exact") if exact else small_number(chosen.error, words),
            "input": words.size(chosen.input_bytes),
            "keys": words.size(keys),
        }
        return figures_html(
            [(escape(words(f"chooser_figure_{name}")), value) for name, value in shown.items()]
        )

    def _reasons(self, chosen: Chosen) -> str:
        """Return the reasons as a list, errors written as elsewhere on the page."""
        words, said = self.words, []
        errors = {
            "error": small_number(chosen.error, words),
            "wanted": small_number(chosen.computation.error, words),
        }
        for reason in chosen.reasons:
            values = words.written(reason.values)
            values |= {name: errors[name] for name in errors.keys() & values.keys()}
            said.append(f"<li>{escape(text(reason.id, words.lang, **values))}</li>")
        title = escape(words("chooser_why"))
        return f"<p><strong>{title}</strong></p><ul>{''.join(said)}</ul>"

    def _rejected(self, chosen: Chosen) -> str:
        """Return why nothing smaller will do, one row for each degree, folded away."""
        words = self.words
        refusals = telling_refusals(chosen.rejected)
        if not refusals:
            return ""
        frame = pd.DataFrame(
            {
                "degree": [words.number(degree) for degree in refusals],
                "refusal": [error_text(refusal, words.lang) for refusal in refusals.values()],
            }
        )
        table = table_html(
            frame,
            lang=words.lang,
            caption=words("chooser_rejected_caption"),
            headers={name: words(f"chooser_head_{name}") for name in frame.columns},
        )
        summary = f"<strong>{escape(words('chooser_rejected'))}</strong>"
        return f"<details><summary>{summary}</summary>{table}</details>"


def telling_refusals(rejected: Sequence[Rejection]) -> dict[int, PetError]:
    """Return for each degree why its best choice will not do.

    That there is no room for still more primes says little, and counts only where nothing else was
    tried.
    """
    telling: dict[int, PetError] = {}
    for one in rejected:
        if one.degree not in telling or one.refusal.id != NO_ROOM:
            telling[one.degree] = one.refusal
    return telling
