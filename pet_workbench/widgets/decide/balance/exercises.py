"""Three questions; two about the examples as they stand, one to do in the table."""

from pet_workbench.decide.balance import break_even, example
from pet_workbench.decide.balance.words import money
from pet_workbench.i18n import number
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.exercises import exercise
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.exercise import ChoiceField, Exercise, NumberField
from pet_workbench.widgets.page import Panel

LOSER, TURNING = "banks", "kvk"
CLOSE = 0.02
"""An answer that is off by two per cent was read off the page, and is right."""
REASONS = ("sum", "simulation", "parties")


class Exercises(Panel):
    """Questions that check their own answers.

    Attributes
    ----------
    named : dict of str to Exercise
    """

    def __init__(self, state: BalanceState) -> None:
        words = state.words
        self.named = {
            "rise": rise(words, 1),
            "impossible": impossible(words, 2),
            "turn": turn(state, 3),
        }
        super().__init__(list(self.named.values()), lang=words.lang, label=words("exercises_label"))


def rise(words: Words, n: int) -> Exercise:
    """Return the question to what a benefit must rise for the banks to lose nothing.

    Parameters
    ----------
    words : Words
    n : int
    """
    need = break_even(example("fraud"), LOSER).needs[0]
    example_number = number(100_000, words.lang)
    field = NumberField(words("ex_rise_field"), lang=words.lang, example=example_number)

    def check(answer: float) -> bool | str:
        if abs(answer - (need.then - need.now)) <= CLOSE * need.then:
            return words("ex_rise_difference")
        return abs(answer - need.then) <= CLOSE * need.then

    return exercise("rise", words, n, [field], check, then=money(need.then, words.lang))


def impossible(words: Words, n: int) -> Exercise:
    """Return the question why no payment among the parties helps with the pensions.

    Parameters
    ----------
    words : Words
    n : int
    """
    field = ChoiceField({one: words(f"ex_impossible_{one}") for one in REASONS}, lang=words.lang)
    short = -break_even(example("aio"), None).per_year

    def check(chosen: str) -> bool | str:
        return chosen == "sum" or words(f"ex_impossible_wrong_{chosen}")

    return exercise("impossible", words, n, [field], check, short=money(short, words.lang))


def turn(state: BalanceState, n: int) -> Exercise:
    """Return the task to turn an uncertain party into a winner; the table is the answer.

    Parameters
    ----------
    state : BalanceState
    n : int
    """
    words = state.words

    def check() -> bool | str:
        result = state.outlook.parties.get(TURNING)
        if state.balance.example != "fraud" or result is None:
            return words("ex_turn_elsewhere")
        return result.sign == "plus" or words(f"ex_turn_{result.sign}")

    return exercise("turn", words, n, [], check)
