"""Three exercises that can be answered from the page, and check themselves."""

from functools import cache

from pet_workbench.i18n import Language
from pet_workbench.usecases.aio import CASE
from pet_workbench.widgets import ChoiceField, Exercise, NumberField, Panel
from pet_workbench.widgets.aio.section import Words
from pet_workbench.widgets.aio.state import SECRET, SEED

N, RATE, LOW, HIGH = 10_000, 40, 100, 105


@cache
def answers() -> tuple[int, int]:
    """Return how many households the second exercise finds at its low and at its high limit."""
    tables = CASE.load(n=N, seed=SEED, non_take_up=RATE / 100)
    low, high = (
        CASE.run(SECRET, tables, keep_payload_bytes=0, threshold_percent=limit).answer.households
        for limit in (LOW, HIGH)
    )
    return len(low), len(high)


class Exercises(Panel):
    """The exercises of the page.

    Parameters
    ----------
    lang : {"nl", "en"}

    Attributes
    ----------
    partner, difference, hash : Exercise
    """

    def __init__(self, *, lang: Language) -> None:
        self._words = Words(lang)
        self.partner = self._choice(
            1, "partner", ("nobody", "uwv", "third", "either"), right="either"
        )
        self.difference = self._difference()
        self.hash = self._choice(3, "hash", ("safe", "slow", "guess", "longer"), right="guess")
        super().__init__(
            [self.partner, self.difference, self.hash],
            lang=lang,
            label=self._words("aio.exercises_label"),
        )

    def _choice(self, n: int, name: str, options: tuple[str, ...], *, right: str) -> Exercise:
        """Return an exercise in which one of a few sentences is right."""
        words = self._words
        field = ChoiceField(
            {option: words(f"aio.ex_{name}_{option}") for option in options}, lang=words.lang
        )
        return Exercise(
            words(f"aio.ex_{name}_question"),
            [field],
            lambda chosen: chosen == right or words(f"aio.ex_{name}_wrong_{chosen}"),
            lang=words.lang,
            hints=[words(f"aio.ex_{name}_hint_{i}") for i in (1, 2)],
            solution=words(f"aio.ex_{name}_solution"),
            n=n,
        )

    def _difference(self) -> Exercise:
        """Return the exercise on two questions and one difference."""
        words = self._words
        few, many = answers()
        said = {
            "n": words.number(N),
            "rate": words.percent(RATE),
            "low": words.percent(LOW),
            "high": words.percent(HIGH),
            "few": words.number(few),
            "many": words.number(many),
            "answer": words.number(many - few),
        }

        def check(given: float) -> bool | str:
            if given in (few, many):
                return words("aio.ex_difference_wrong_total")
            return given == many - few

        return Exercise(
            words("aio.ex_difference_question", **said),
            [NumberField(lang=words.lang)],
            check,
            lang=words.lang,
            hints=[words(f"aio.ex_difference_hint_{i}", **said) for i in (1, 2)],
            solution=words("aio.ex_difference_solution", **said),
            n=2,
        )
