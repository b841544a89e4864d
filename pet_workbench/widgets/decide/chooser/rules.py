"""Every rule in sight: whether it applies, to what, who says so, and what happens without it."""

from html import escape

from pet_workbench.core import DataError
from pet_workbench.decide import chooser
from pet_workbench.decide.chooser import Fired, Rule
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import Board
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import because_html, name
from pet_workbench.widgets.decide.sourced import sources_html
from pet_workbench.widgets.evidence.exhibits import unfolding
from pet_workbench.widgets.page import Panel, Sentence

GROUPS = ("off", "deciding", "applied", "other")
"""Switched off; without which the first choice is another; others that apply; the rest."""


class RulesPart(Panel):
    """All rules, each with a box that switches it off, and what that changes.

    Attributes
    ----------
    board : Board
    effect : Sentence
        What the last switch did to the advice.
    """

    def __init__(self, state: ChooserState) -> None:
        self._state, words = state, state.words
        self.effect = Sentence()
        self.board = Board({"rule": self.switch})
        super().__init__([self.effect, self.board], lang=words.lang, label=words("rules_label"))
        state.desk.observe(lambda _: self.show(), "dossier")
        state.observe(lambda _: self.show(), "example")
        self.show()

    def switch(self, id: str, on: bool) -> None:
        """Switch a rule on or off; an unknown one is left alone."""
        rules = [rule.id for rule in chooser.rules()]
        if id not in rules:
            return
        off = (
            set(self._state.dossier.rules_off) - {id}
            if on
            else {*self._state.dossier.rules_off, id}
        )
        self._state.desk.change(rules_off=tuple(one for one in rules if one in off))
        self.board.focus_on(f"switch-{id}")

    def show(self) -> None:
        """Show the rules as they are now."""
        self.effect.say(_effect_html(self._state))
        self.board.write(lambda: rules_html(self._state), self._state.words.lang)


def _effect_html(state: ChooserState) -> str:
    """Return the effect as a paragraph; nothing where there is no advice to speak of."""
    try:
        return f"<p><strong>{escape(effect_words(state))}</strong></p>"
    except DataError:
        return ""  # the list itself says what is wrong


def effect_words(state: ChooserState) -> str:
    """Say what the rules that are off do to the advice."""
    words, off = state.words, state.off
    if not off:
        return words("rules_all_on", n=words.number(len(chooser.rules())))
    now, before = (name(state.advice_without(one).first, words) for one in (off, ()))
    n = words.number(len(off))
    if now == before:
        return words("rules_no_effect_one" if len(off) == 1 else "rules_no_effect", n=n, now=now)
    return words(
        "rules_effect_one" if len(off) == 1 else "rules_effect", n=n, now=now, before=before
    )


def rules_html(state: ChooserState) -> str:
    """Return the rules in groups: those that decide, others that apply, those off, the rest."""
    words = state.words
    applied = {fired.rule.id: fired for fired in state.advice.fired}
    groups: dict[str, list[str]] = {group: [] for group in GROUPS}
    for rule in chooser.rules():
        fired = applied.get(rule.id)
        groups[_group_of(rule, fired, state)].append(_rule(rule, fired, state))
    return "".join(_group(group, rules, words) for group, rules in groups.items() if rules)


def _group_of(rule: Rule, fired: Fired | None, state: ChooserState) -> str:
    """Return the group under which a rule stands now."""
    if rule.id in state.off:
        return "off"
    if fired is None:
        return "other"
    return "applied" if _first_without(rule, state) == state.advice.first else "deciding"


def _group(group: str, rules: list[str], words: Words) -> str:
    """Return the rules of one group; those that decide or are off are never folded."""
    title = words(f"rules_{group}", n=words.number(len(rules)))
    listed = f'<ul class="pet-rules">{"".join(rules)}</ul>'
    if group in {"off", "deciding"}:
        return f'<div data-key="rules-{group}"><h3>{escape(title)}</h3>{listed}</div>'
    return f'<div class="pet-fold" data-key="rules-{group}">{unfolding(title, listed)}</div>'


def _rule(rule: Rule, fired: Fired | None, state: ChooserState) -> str:
    """Return one rule: its box, what it says, what it does, why it applies, and its source."""
    words, is_on = state.words, rule.id not in state.off
    effect = words(f"effect_{rule.effect}", strength=words.number(rule.strength))
    hits = fired.hits if fired else rule.hits
    touches = _touched(rule, hits, words)
    without = _without(rule, state) if fired else ""
    kind = "" if is_on else ' class="pet-off"'
    return (
        f'<li{kind} data-key="rule-{escape(rule.id)}"><label class="pet-check">'
        f'<input type="checkbox" data-do="rule" data-key="switch-{escape(rule.id)}"'
        f' value="{escape(rule.id)}"{" checked" if is_on else ""}>'
        f"<span>{escape(rule.reason.of(words.lang))}</span></label>"
        f'<div class="pet-rule-told">{because_html(fired.answers, words) if fired else ""}'
        f'<p class="pet-small">{escape(effect)} {escape(touches)}</p>{without}'
        f"{sources_html(rule.sources, words)}</div></li>"
    )


def _touched(rule: Rule, hits: tuple[str, ...], words: Words) -> str:
    """Say which arrangements a rule is about."""
    if rule.outcome:
        return words("rule_some", shown=name(rule.outcome, words))
    if len(hits) == len(chooser.arrangements()):
        return words("rule_all")
    if not hits:
        return words("rule_none")
    shown = "; ".join(name(one, words) for one in hits[:4])
    if len(hits) <= 4:
        return words("rule_some", shown=shown)
    return words("rule_more", shown=shown, n=words.number(len(hits) - 4))


def _first_without(rule: Rule, state: ChooserState) -> str:
    """Return the first choice when this rule is off as well."""
    off = frozenset(state.off)
    return state.first_without(off | {rule.id})


def _without(rule: Rule, state: ChooserState) -> str:
    """Say what the first choice is without this rule; nothing where it stays the same."""
    words, other = state.words, _first_without(rule, state)
    if state.advice.first == other:
        return ""
    said = words("rule_becomes", becomes=name(other, words))
    return f"<p><strong>{escape(said)}</strong></p>"
