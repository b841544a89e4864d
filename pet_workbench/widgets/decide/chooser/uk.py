"""The same answers through the guide of the UK government, beside our own advice."""

from collections.abc import Sequence
from html import escape

from pet_workbench.decide import uk_tree
from pet_workbench.decide.chooser import Advice
from pet_workbench.decide.uk_tree import Beside, Leaf, Remark, Step, Walk
from pet_workbench.i18n import day
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import Board
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import because_html, listed, name
from pet_workbench.widgets.evidence.exhibits import unfolding, written_table
from pet_workbench.widgets.page import Panel, Sentence, note_html

SHOWN, MANY = 3, 4
"""Our suggestions that stand beside the guide's; ends of the guide that can still be named."""


class UkPart(Panel):
    """The guide's way through the answers on the page, and where it differs from our advice.

    Parameters
    ----------
    state : ChooserState

    Attributes
    ----------
    said : Sentence
        The comparison in one sentence; said to screen readers at each change.
    board : Board
    """

    def __init__(self, state: ChooserState) -> None:
        self._state, words = state, state.words
        self.said, self.board = Sentence(), Board()
        self._cases = cases_html(words)
        super().__init__([self.said, self.board], lang=words.lang, label=words("uk_label"))
        state.desk.observe(lambda _: self.show(), "dossier")
        state.observe(lambda _: self.show(), "example")
        self.show()

    def show(self) -> None:
        """Compare anew."""
        self._sentence = ""
        self.board.write(self._compared, self._state.words.lang)
        self.said.say(self._sentence)

    def _compared(self) -> str:
        """Return the comparison, and keep it in one sentence."""
        state, words = self._state, self._state.words
        walked, advice = uk_tree.walk(state.basis.gate, state.basis.needs), state.advice
        sentence = in_short(walked, advice.first, words)
        self._sentence = f'<p class="pet-message">{escape(sentence)}</p>'
        return (
            f'<div class="pet-two"><div><h3>{escape(words("uk_theirs"))}</h3>'
            f"{walk_html(walked, words)}</div><div><h3>{escape(words('uk_ours'))}</h3>"
            f"{ours_html(advice, words)}</div></div>"
            f"{remarks_html(words)}{unfolding(words('uk_cases'), self._cases)}"
            f"{origin_html(words)}"
        )


def in_short(walked: Walk, first: str, words: Words) -> str:
    """Say where both end and how far they agree."""
    agree = uk_tree.compare(first, walked)
    return words(f"uk_agree_{agree}", theirs=ends(walked, words), ours=name(first, words))


def ends(walked: Walk, words: Words) -> str:
    """Name where the guide ends, and what it holds worth a look besides."""
    if len(walked.leaves) > MANY:
        return words("uk_all_open")
    named = words.join([leaf.name.of(words.lang) for leaf in walked.leaves])
    if not walked.also:
        return named
    also = words.join([leaf.name.of(words.lang) for leaf in walked.also])
    return words("uk_and_also", ends=named, also=also)


def walk_html(walked: Walk, words: Words) -> str:
    """Return the way through the guide: its questions, our answers, and where it ends."""
    steps = "".join(_step(step, words) for step in walked.steps)
    also = ""
    if walked.also:
        also = f"<p>{escape(words('uk_also'))}</p>{_leaves(walked.also, words)}"
    return (
        f'<ol class="pet-uk">{steps}</ol><p><strong>{escape(words("uk_ends"))}</strong></p>'
        f"{_leaves(walked.leaves, words)}{also}"
    )


def _step(step: Step, words: Words) -> str:
    """Return one question of the guide with the answer, or with what stays open."""
    lang = words.lang
    open_ = ""
    if step.how != "decided":
        open_ = f'<p><span class="pet-mark">{escape(words(f"uk_{step.how}"))}</span></p>'
    chosen = "".join(
        f"<li>{escape(branch.says.of(lang))}"
        f"{because_html(step.because.get(branch.id, ()), words)}</li>"
        for branch in step.followed
    )
    return f"<li><strong>{escape(step.node.asks.of(lang))}</strong>{open_}<ul>{chosen}</ul></li>"


def _leaves(leaves: Sequence[Leaf], words: Words) -> str:
    """Return what the guide suggests, and how near ours comes where that is not the same."""
    lang = words.lang
    items = "".join(
        f"<li><strong>{escape(leaf.name.of(lang))}</strong>. {escape(leaf.says.of(lang))}"
        + (f' <span class="pet-small">{escape(leaf.near.of(lang))}</span>' if leaf.near else "")
        + "</li>"
        for leaf in leaves
    )
    return f"<ul>{items}</ul>"


def ours_html(advice: Advice, words: Words) -> str:
    """Return our own first suggestions, and why the first one comes first."""
    lang = words.lang
    own = [one.arrangement.id for one in advice.ranked[:SHOWN]]
    ids = dict.fromkeys([advice.first, *own])
    items = "".join(f"<li>{escape(name(id, words))}</li>" for id in ids)
    if advice.outcome == "advice":
        why = [fired.rule.reason.of(lang) for fired in advice.ranked[0].reasons]
    else:
        why = [reason.says.of(lang) for reason in advice.verdict.reasons]
        why += [one.rule.reason.of(lang) for one in advice.fired if advice.first in one.hits]
    told = f"<p><strong>{escape(words('uk_why'))}</strong></p>{listed(why)}" if why else ""
    return f"<ol>{items}</ol>{told}<p class='pet-small'>{escape(words('uk_ours_told'))}</p>"


def remarks_html(words: Words) -> str:
    """Return what each of the two does better."""
    found = uk_tree.tree()
    better, missing = (_remarks(one, words) for one in (found.better, found.missing))
    return (
        f'<div class="pet-two"><div><h4>{escape(words("uk_better"))}</h4>{better}</div>'
        f"<div><h4>{escape(words('uk_missing'))}</h4>{missing}</div></div>"
    )


def _remarks(remarks: tuple[Remark, ...], words: Words) -> str:
    return listed(one.says.of(words.lang) for one in remarks)


def cases_html(words: Words) -> str:
    """Return all cases through both, as a table with our judgement."""
    rows = [_case(uk_tree.beside(key), words) for key in uk_tree.judged()]
    head = [words(f"uk_head_{column}") for column in ("case", "theirs", "ours", "agree", "note")]
    return written_table(head, rows, words, caption=words("uk_cases_caption"))


def _case(both: Beside, words: Words) -> tuple[str, ...]:
    lang = words.lang
    return (
        both.case.name.of(lang),
        ends(both.walk, words),
        name(both.advice.first, words),
        words(f"uk_short_{both.agree}"),
        both.judged.note.of(lang),
    )


def origin_html(words: Words) -> str:
    """Return where the guide comes from, and what of it is ours."""
    found, lang = uk_tree.tree(), words.lang
    said = words(
        "uk_origin",
        title=found.title.of(lang),
        tree=day(found.tree_changed, lang),
        site=day(found.site_changed, lang),
        licence=found.licence.of(lang),
    )
    links = " · ".join(
        f'<a href="{escape(url)}">{escape(words(f"uk_link_{kind}"))}</a>'
        for kind, url in (("guide", found.url), ("code", found.code))
    )
    return note_html(f"<p>{escape(said)}</p><p>{links}</p>", lang=lang)
