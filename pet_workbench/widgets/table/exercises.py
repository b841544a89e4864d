"""Three exercises that check their own answer."""

from pet_workbench.i18n import Language, text
from pet_workbench.widgets.exercise import Check, ChoiceField, Exercise, NumberField
from pet_workbench.widgets.page import Panel

HINTS = 2


class Exercises(Panel):
    """A whisper in a small ring, a difference of averages, and the choice of a threshold.

    Attributes
    ----------
    exercises : list of Exercise
    """

    def __init__(self, *, lang: Language) -> None:
        def whisper(number: float) -> bool | str:
            return text("table.exercise1.unwrapped", lang) if number == 107 else number == 7

        def left(age: float) -> bool | str:
            return text("table.exercise2.difference", lang) if age == 3 else age == 50

        thresholds = {n: text("table.exercise3.option", lang, n=n) for n in (2, 3, 4, 5)}

        def threshold(needed: int) -> bool | str:
            is_low = needed < 3
            wrong = "table.exercise3.low" if is_low else "table.exercise3.high"
            return True if needed == 3 else text(wrong, lang)

        self.exercises = [
            _exercise(1, NumberField(lang=lang, example="12"), whisper, lang),
            _exercise(2, NumberField(lang=lang, example="45"), left, lang),
            _exercise(3, ChoiceField(thresholds, lang=lang), threshold, lang),
        ]
        super().__init__(self.exercises, lang=lang, label=text("table.exercises.label", lang))


def _exercise(n: int, field: NumberField | ChoiceField, check: Check, lang: Language) -> Exercise:
    """Make one exercise out of its texts in the catalogue."""
    return Exercise(
        text(f"table.exercise{n}.question", lang),
        [field],
        check,
        lang=lang,
        hints=[text(f"table.exercise{n}.hint{i}", lang) for i in range(1, HINTS + 1)],
        solution=text(f"table.exercise{n}.solution", lang),
        n=n,
    )
