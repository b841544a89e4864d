"""The legal gate as HTML: what it says and why, ways out, and questions for the lawyer."""

from html import escape

from pet_workbench.core import DataError
from pet_workbench.decide import gate
from pet_workbench.decide.gate import Law, Verdict, Way
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import Board
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import because_html, copyable
from pet_workbench.widgets.decide.sourced import sources_html
from pet_workbench.widgets.evidence.exhibits import unfolding
from pet_workbench.widgets.page import Panel, errors_html


class VerdictPart(Panel):
    """What the gate says about the answers on the page.

    Attributes
    ----------
    board : Board
    """

    def __init__(self, state: ChooserState) -> None:
        self._state, self.board = state, Board()
        words = state.words
        super().__init__([self.board], lang=words.lang, label=words("verdict_label"))
        state.desk.observe(lambda _: self.show(), "dossier")
        state.observe(lambda _: self.show(), "example")
        self.show()

    def show(self) -> None:
        """Judge the answers anew."""
        self.board.write(lambda: _whole(self._state), self._state.words.lang)


def _whole(state: ChooserState) -> str:
    """Return the verdict on the answers on the page; of an example it is said whose they are."""
    basis, words = state.basis, state.words
    said = verdict_html(gate.judge(basis.gate), words)
    if not basis.example:
        return said
    return (
        f'<p class="pet-small">{escape(words("example_only", name=state.example_name))}</p>{said}'
    )


def in_one_line(state: ChooserState) -> str:
    """Return the outcome of the gate for those who listen; nothing before the first answer."""
    dossier, words = state.dossier, state.words
    if not dossier.gate:
        return ""
    try:
        outcome = gate.judge(dossier.gate).outcome
    except DataError as error:
        return errors_html([error], words.lang)
    return f'<p class="pet-hidden">{escape(words(f"gate_so_far_{outcome}"))}</p>'


def outcome_html(verdict: Verdict, words: Words) -> str:
    """Return the outcome in one box: what it is, what it means, and the reasons."""
    reasons = "".join(
        f"<li>{escape(one.says.of(words.lang))}{because_html(one.because, words)}"
        f"{sources_html(one.sources, words)}</li>"
        for one in verdict.reasons
    )
    listed = f'<ul class="pet-reasons">{reasons}</ul>' if reasons else ""
    return (
        f'<div class="pet-verdict pet-verdict-{escape(verdict.outcome)}">'
        f"<h3>{escape(words(f'gate_{verdict.outcome}'))}</h3>"
        f"<p>{escape(verdict.says.of(words.lang))}</p>{listed}{_ways(verdict.ways, words)}</div>"
    )


def not_yet_html(words: Words) -> str:
    """Return what an open question means for the advice; the question itself stands above it."""
    return (
        f'<div class="pet-verdict pet-verdict-first"><h3>{escape(words("advice_before"))}</h3>'
        f"<p>{escape(words('advice_before_says'))}</p></div>"
    )


def verdict_html(verdict: Verdict, words: Words) -> str:
    """Return the outcome, and below it everything to take to a lawyer."""
    return outcome_html(verdict, words) + _lawyer(verdict, words)


def _ways(ways: tuple[Way, ...], words: Words) -> str:
    """Return what can be done instead, where the gate says stop."""
    items = "".join(
        f"<li><strong>{escape(way.says.of(words.lang))}</strong><br>"
        f"{escape(way.explains.of(words.lang))}{sources_html(way.sources, words)}</li>"
        for way in ways
    )
    return f"<h4>{escape(words('gate_ways'))}</h4><ul>{items}</ul>" if items else ""


def _lawyer(verdict: Verdict, words: Words) -> str:
    """Return the open points and the laws, as questions that can be copied."""
    lang = words.lang
    if not verdict.to_ask and not verdict.laws:
        return ""
    points = [one.asks.of(lang) for one in verdict.to_ask]
    laws = "".join(_law(law, words) for law in verdict.laws)
    all_ = [*points, *(f"{law.asks.of(lang)} ({law.reference.of(lang)})" for law in verdict.laws)]
    open_points = (
        f"<h4>{escape(words('gate_points'))}</h4>"
        f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in points)}</ul>"
        if points
        else ""
    )
    count = words("gate_laws", n=words.number(len(verdict.laws)))
    folded = unfolding(count, laws) if laws else ""
    copied = unfolding(words("gate_copy"), copyable(all_, words))
    return (
        f'<div class="pet-law pet-fold"><p class="pet-callout-title">'
        f"{escape(words('gate_lawyer'))}</p><p>{escape(gate.notice().of(lang))}</p>"
        f"{open_points}{folded}{copied}</div>"
    )


def _law(law: Law, words: Words) -> str:
    """Return one law: what it says, the question it raises, and where it stands."""
    lang = words.lang
    state = "checked" if law.checked else "unchecked"
    reference = escape(law.reference.of(lang))
    where = f'<a href="{escape(law.url)}">{reference}</a>' if law.url else reference
    return (
        f"<h4>{escape(law.name.of(lang))}</h4><p>{escape(law.says.of(lang))}</p>"
        f"<p><strong>{escape(law.asks.of(lang))}</strong></p>"
        f'<p class="pet-small">{where}. <span class="pet-mark">'
        f"{escape(words(f'law_{state}', by=law.checked_by))}</span></p>"
    )
