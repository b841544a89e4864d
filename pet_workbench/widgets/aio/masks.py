"""A cheap mask and what it gives away: UWV guesses from what it decrypts, and its score is kept."""

from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.attacks import hidden_zeros
from pet_workbench.attacks.masked_differences import Multiplier, advantage, masked, measured
from pet_workbench.datasets import figures
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.viz.aio import masks_figure
from pet_workbench.widgets import Button, Chart, Choice, Columns, Slider, html, row, table_html
from pet_workbench.widgets.case import SEED, AttackSection

if TYPE_CHECKING:
    from pet_workbench.widgets.aio.page import AioPage

WIDTHS = (5, 10, 20, 30)
"""Bits of the cheap mask; with 30 the product fills the largest plain modulus of SEAL, 60 bits."""
LOOKS = 10_000
INCOME_CENTS = 150_000
"""What UWV knows in the comparison digit by digit; any other would do."""
_MISSED_YEARS = 5
_INCOMES = (30_000, 80_000)


@dataclass(frozen=True)
class Guessed:
    """How often UWV guessed right.

    Attributes
    ----------
    cheap, computed : float
        With the cheap mask: counted, and as it follows from the distribution; shares.
    by_digits : float
        Digit by digit, counted.
    """

    cheap: float
    computed: float
    by_digits: float


@cache
def doubts() -> dict[str, tuple[int, int]]:
    """Return between which two distances from the limit UWV is in doubt, by name; cents.

    In the first, one person has other income of 300 euros and another of 800, both missed five
    years of state pension, and they live together or they do not.
    """
    single, couple = norms_cents()
    share = 1 - _MISSED_YEARS * figures("aio")["reduction_per_year"].value
    aow = [figures("aio")[f"full_aow_{kind}"].value for kind in ("single", "cohabiting")]
    alone = _INCOMES[0] - (single - round(100 * aow[0] * share))
    together = sum(_INCOMES) - (couple - 2 * round(100 * aow[1] * share))
    return {"couple": (alone, together), "near": (100, 10_000), "edge": (0, 50_000)}


class Masks(AttackSection):
    """What UWV is in doubt about, the width of the mask, and a button to let it guess.

    Parameters
    ----------
    page : AioPage

    Attributes
    ----------
    doubt : Choice
    width : Slider
    guess : Button
    chart : Chart
    found : Guessed
    """

    found: Guessed | None = None

    def __init__(self, page: "AioPage") -> None:
        words, lang = page.words, page.lang
        self.doubt = Choice(
            words("masks_doubt"), {id: words(f"masks_doubt_{id}") for id in doubts()}
        )
        self.width = Slider(words("masks_width"), WIDTHS, lang=lang, value=WIDTHS[-1])
        for control in (self.doubt, self.width):
            control.observe(self.refresh, "value")
        self.guess = Button(
            words("masks_guess", looks=words.number(LOOKS)), self.doing(self.attack), primary=True
        )
        self.chart = Chart()
        about = f"<h3>{words('masks_title')}</h3><p>{words('masks_intro')}</p>"
        controls = [html(about), Columns([self.doubt, self.width]), row([self.guess]), self.chart]
        super().__init__(page, controls, follows=())

    def redraw(self) -> None:
        """Take the last attack away."""
        super().redraw()
        self.chart.layout.display = "none"

    def attack(self) -> None:
        """Let UWV guess, and show what it guesses from."""
        multiplier, ends = Multiplier(self.width.value), doubts()[self.doubt.value]
        rng = np.random.default_rng(SEED)  # invented looks at invented households: no secrets
        self.found = Guessed(
            _right(measured(*ends, multiplier, looks=LOOKS, rng=rng)),
            _right(advantage(*ends, multiplier)),
            _right(_by_digits(ends)),
        )
        counts = [_lengths(masked(np.full(LOOKS, end), multiplier, rng)) for end in ends]
        self._show(self.found, counts)

    def _show(self, found: Guessed, counts: list[NDArray[np.int64]]) -> None:
        """Draw both distributions, and say how often UWV was right."""
        words, doubt = self.words, self.doubt.value
        names = [words(f"masks_{doubt}_{end}") for end in ("first", "second")]
        self.chart.draw(masks_figure(dict(zip(names, counts, strict=True)), lang=words.lang))
        self.chart.layout.display = ""
        self.sentence.say(
            words(
                "masks_found",
                cheap=self._share(found.cheap),
                digits=self._share(found.by_digits),
                computed=self._share(found.computed),
            )
        )
        shares = {
            "cheap": (found.cheap, found.computed),
            "digits": (found.by_digits, 0.5),
        }
        self.table.value = table_html(
            pd.DataFrame(
                [
                    [escape(words(f"masks_way_{way}")), *map(self._share, both)]
                    for way, both in shares.items()
                ],
                columns=["way", "counted", "computed"],
            ),
            lang=words.lang,
            caption=words("masks_caption"),
            headers={name: words(f"masks_{name}") for name in ("way", "counted", "computed")},
        )

    def _share(self, share: float) -> str:
        """Write a share with one decimal."""
        return self.words.number(100 * share, 1) + "%"


def _right(ahead: float) -> float:
    """Return how often a guess with this advantage is right."""
    return (1 + ahead) / 2


def _by_digits(ends: tuple[int, int]) -> float:
    """Return the advantage of an attacker who looks at zeros, digit by digit."""
    from pet_workbench.he.comparing.encrypted import DIGITS, parameters

    first, second = (INCOME_CENTS - end for end in ends)
    return hidden_zeros.measured(
        INCOME_CENTS,
        first,
        second,
        looks=LOOKS // 2,
        digits=DIGITS,
        modulus=parameters().plain_modulus,
        key=SEED.to_bytes(32, "big"),
    )


def _lengths(seen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count numbers by how many digits they have, from 0."""
    written = [len(str(abs(one))) for one in seen.tolist()]
    return np.bincount(written, minlength=1).astype(np.int64)
