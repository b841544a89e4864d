"""What every section of the page can do: follow the state, and write in the reader's language."""

from collections.abc import Sequence
from html import escape

import ipywidgets as w
import traitlets

from pet_workbench.i18n import Language, euro, number, percent, text
from pet_workbench.usecases.aio.households import SVB, UWV
from pet_workbench.widgets import Panel
from pet_workbench.widgets.aio.state import AioState

DATA = ("n", "non_take_up")
"""Traits of the state that decide on the generated people."""
RUN = (*DATA, "limit", "third", "minimum")
"""Traits that decide on the runs of all techniques."""


def slug(technique: str) -> str:
    """Return the id of a technique without its variant.

    Examples
    --------
    >>> slug("secret-sharing:pseudonyms")
    'secret-sharing'
    """
    return technique.partition(":")[0]


class Words:
    """Texts and numbers as the reader of `lang` wants them."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text under `key`."""
        return text(key, self.lang, **values)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number."""
        return number(value, self.lang, digits=digits)

    def euro(self, cents: float, digits: int = 2) -> str:
        """Write an amount given in cents."""
        return euro(cents / 100, self.lang, digits=digits)

    def percent(self, hundredths: float) -> str:
        """Write a percentage, with two decimals where it needs any."""
        rounded = round(hundredths, 2)
        digits = 0 if rounded == int(rounded) else 2
        return percent(rounded / 100, self.lang, digits=digits)

    def technique(self, id: str) -> str:
        """Name a technique."""
        return self(f"aio.technique_{slug(id)}")

    def party(self, name: str) -> str:
        """Name a party inside a sentence, with its article."""
        return self(f"aio.the_{name.lower()}")

    def all(self, names: Sequence[str]) -> str:
        """Name parties inside a sentence: "SVB, UWV and CBS"."""
        *most, last = [self.party(name) for name in names]
        return self("page.and").join([", ".join(most), last]) if most else last


class Section(Panel):
    """One part of the page; `redraw` brings it up to date.

    Parameters
    ----------
    state : AioState
    children : sequence of Widget
    lang : {"nl", "en"}
    label : str
        Names the region for screen readers.
    follows : sequence of str
        Traits of the state at which the section redraws itself.
    """

    def __init__(
        self,
        state: AioState,
        children: Sequence[w.Widget],
        *,
        lang: Language,
        label: str,
        follows: Sequence[str],
    ) -> None:
        super().__init__(children, lang=lang, label=label)
        self.redraw()
        if follows:
            state.observe(lambda _: self.redraw(), list(follows))

    def redraw(self) -> None:
        """Bring the section up to date with the state."""


def tie(control: w.Widget, state: AioState, trait: str) -> None:
    """Keep the value of `control` and a trait of the state equal, both ways."""
    traitlets.link((state, trait), (control, "value"))


def role(party: str) -> str:
    """Return which part of catalogue keys stands for `party`: svb, uwv or third.

    Examples
    --------
    >>> role("UWV"), role("RINIS")
    ('uwv', 'third')
    """
    return party.lower() if party in (SVB, UWV) else "third"


def figures_html(figures: Sequence[tuple[str, str]]) -> str:
    """Return big numbers with a label above each; no ``dl``, which JupyterLab floats apart.

    Parameters
    ----------
    figures : sequence of (label, number)
        Label as HTML, number as plain text.
    """
    body = "".join(
        f'<div><div class="pet-figure-label">{label}</div>'
        f'<div class="pet-figure-value">{escape(written)}</div></div>'
        for label, written in figures
    )
    return f'<div class="pet-figures">{body}</div>'


def small(sentence: str) -> str:
    """Return plain text as a remark in small type."""
    return f'<p class="pet-small">{escape(sentence)}</p>'
