"""The message in short, and how much was measured."""

from html import escape

from pet_workbench.bench import IN_PROCESS
from pet_workbench.i18n import day
from pet_workbench.reports.summary import summary
from pet_workbench.viz.evidence_scaling import size_unit
from pet_workbench.widgets.case import figures_html, small
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.page import Panel, html


class Opening(Panel):
    """The message, what belongs with it, and big numbers: all computed from the measurements.

    Attributes
    ----------
    said : str
        All of it, as HTML.
    """

    def __init__(self, state: LabState) -> None:
        words = state.words
        self.said = opening_html(state)
        super().__init__([html(self.said)], lang=words.lang, label=words("opening_label"))


def opening_html(state: LabState) -> str:
    """Return what was measured and what stands out; or that nothing was."""
    words = state.words
    records = [record for record in state.records if record.network == IN_PROCESS]
    if not records:
        return f"<p>{words('opening_none')}</p>"
    largest = max(records, key=lambda one: one.n)
    pairs = {(record.case, record.technique) for record in records}
    cards = figures_html(
        [
            (words("opening_cases"), words.number(len({case for case, _ in pairs}))),
            (words("opening_pairs"), words.number(len(pairs))),
            (
                words("opening_largest", unit=size_unit(largest.case, words.lang)),
                words.number(largest.n),
            ),
        ]
    )
    where = words(
        "opening_machine",
        processor=largest.machine.get("processor", "?"),
        cores=largest.machine.get("cores", "?"),
        date=day(max(record.date for record in records), words.lang),
    )
    return f"{message_html(state)}{cards}{small(escape(where))}"


def message_html(state: LabState) -> str:
    """Return what the stored measurements come to: the message, and sentences with it."""
    records = [record for case in state.matrix.cases for record in state.stored(case)]
    message, *points = summary(records, state.matrix, state.words.lang) or ("",)
    if not message:
        return ""
    listed = "".join(f"<li>{escape(point)}</li>" for point in points)
    return f'<p class="pet-message">{escape(message)}</p><ul>{listed}</ul>'
