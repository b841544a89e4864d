"""Three questions that check their own answers with the chooser itself."""

from pet_workbench.decide import chooser
from pet_workbench.widgets.case.exercises import exercise
from pet_workbench.widgets.decide.chooser.state import ChooserState
from pet_workbench.widgets.decide.chooser.told import name
from pet_workbench.widgets.exercise import ChoiceField, Exercise
from pet_workbench.widgets.page import Panel

BASES = ("hidden", "later", "stop")
"""What somebody may think of encryption where there is no legal basis; the last one is right."""


class Exercises(Panel):
    """Questions that check their own answers.

    Attributes
    ----------
    named : dict of str to Exercise
    """

    def __init__(self, state: ChooserState) -> None:
        words = state.words
        self.named = {
            "basis": basis(state, 1),
            "answer": other_answer(state, 2),
            "rule": other_rule(state, 3),
        }
        super().__init__(list(self.named.values()), lang=words.lang, label=words("exercises_label"))


def basis(state: ChooserState, n: int) -> Exercise:
    """Return the question whether a technique can stand in for a legal basis."""
    words = state.words
    field = ChoiceField({one: words(f"ex_basis_{one}") for one in BASES}, lang=words.lang)

    def check(chosen: str) -> bool | str:
        return chosen == "stop" or words(f"ex_basis_wrong_{chosen}")

    return exercise("basis", words, n, [field], check)


def other_answer(state: ChooserState, n: int) -> Exercise:
    """Return the task to find one answer that changes the first choice of an example."""
    words = state.words

    def check() -> bool | str:
        case = state.dossier.case
        if case not in {one.key for one in chooser.cases()}:
            return words("ex_answer_wrong_start")
        entry, needs = chooser.case(str(case)), dict(state.dossier.needs)
        asked = needs.keys() | entry.needs.keys()
        if dict(state.dossier.gate) != dict(entry.gate):
            return words("ex_answer_wrong_gate")
        differ = [id for id in asked if id in needs and needs[id] != entry.needs.get(id)]
        if len(differ) != 1:
            return words("ex_answer_wrong_count", n=words.number(len(differ)))
        before, now = state.advice_for(entry.key).first, state.advice_without(()).first
        return now != before or words("ex_answer_wrong_same", first=name(now, words))

    return exercise("answer", words, n, [], check)


def other_rule(state: ChooserState, n: int) -> Exercise:
    """Return the task to find one rule on which the first choice rests."""
    words = state.words

    def check() -> bool | str:
        off = state.off
        if len(off) != 1:
            return words("ex_rule_wrong_count", n=words.number(len(off)))
        before, now = state.advice_without(()).first, state.advice.first
        return now != before or words("ex_rule_wrong_same", first=name(now, words))

    return exercise("rule", words, n, [], check)
