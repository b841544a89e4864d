"""What a case page hands to its sections: an answer to show, what a coalition learned, ..."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

if TYPE_CHECKING:
    import pandas as pd

Facts = Mapping[str, object]
"""Values for the placeholders of a text, by name: texts, and numbers still to be written."""


@dataclass(frozen=True)
class Shown:
    """What the section "try it" shows of a run.

    Attributes
    ----------
    sentence : str
        The answer in words, with HTML mark-up.
    figures : mapping of str to value
        Big numbers; the label of each stands under ``figure_<id>``.
    chart : go.Figure or None
    table : str
        A table as HTML, see `table_html`.
    remark : str
        Plain text under the controls that changes with them.
    """

    sentence: str
    figures: Facts = field(default_factory=dict)
    chart: go.Figure | None = None
    table: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Learned:
    """What a coalition got out of its views.

    Attributes
    ----------
    gain : str
        Id of what it got, as in the overview; ``"nothing"`` if there was nothing to get.
    verdict : str
        Id of the sentence that tells it, where that is more special than the gain.
    facts : mapping of str to value
        For the placeholders of that sentence.
    table : str
        The first of what was read, as HTML.
    """

    gain: str
    verdict: str = ""
    facts: Facts = field(default_factory=dict)
    table: str = ""


@dataclass(frozen=True)
class OwnAnswer:
    """The answer on files of the reader's own.

    Attributes
    ----------
    html : str
        What to say.
    frame : DataFrame or None
        What to take home, with nothing in it that its receiver may not know; None for nothing.
    headers : mapping of str to str
        Its column names in the reader's language.
    """

    html: str
    frame: "pd.DataFrame | None" = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Solution:
    """The answer to a question about a number.

    Attributes
    ----------
    right : float
    wrong : mapping of str to float
        Answers with a remark of their own, under ``ex_<name>_wrong_<id>``.
    values : mapping of str to value
        For the placeholders of question, hints and explanation.
    tolerance : float
        How far an answer may be off.
    """

    right: float
    wrong: Mapping[str, float] = field(default_factory=dict)
    values: Facts = field(default_factory=dict)
    tolerance: float = 0

    @classmethod
    def difference(cls, many: float, few: float, **values: Any) -> "Solution":
        """Return the solution of what lies between two numbers, of which neither is the answer."""
        return cls(many - few, {"many": many, "few": few}, values)


@dataclass(frozen=True)
class ChoiceTask:
    """An exercise in which one of a few sentences is right.

    Attributes
    ----------
    name : str
        Its texts stand under ``ex_<name>_...``.
    options : tuple of str
    right : str
        One of `options`.
    """

    name: str
    options: tuple[str, ...]
    right: str


@dataclass(frozen=True)
class NumberTask:
    """An exercise that asks for a number.

    Attributes
    ----------
    name : str
        Its texts stand under ``ex_<name>_...``.
    solve : callable
        Returns the `Solution`; called once.
    """

    name: str
    solve: Callable[[], Solution]


Task = ChoiceTask | NumberTask
