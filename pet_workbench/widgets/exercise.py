"""An exercise that checks its own answer, gives hints one by one, and explains the solution."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as w
import traitlets

from pet_workbench.i18n import Language, text
from pet_workbench.widgets.controls import Button, Choice, row
from pet_workbench.widgets.page import Panel, Sentence, html

Check = Callable[..., bool | str]
"""From the answers to whether they are right; a text is feedback on a particular wrong answer."""

_WRITTEN = {
    "nl": re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?"),
    "en": re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?"),
}


def parse_number(written: str, lang: Language) -> float:
    """Read a number as people of `lang` write it; currency and per cent signs are ignored.

    Raises
    ------
    ValueError
        If it is not a finite number, or one that the other language would read differently.

    Examples
    --------
    >>> parse_number("€ 1.354,50", "nl"), parse_number("1,354.50", "en"), parse_number("0.5", "nl")
    (1354.5, 1354.5, 0.5)
    """
    bare = re.sub(r"[\s€%]", "", written)
    if _WRITTEN[lang].fullmatch(bare):
        thousands, decimal = (".", ",") if lang == "nl" else (",", ".")
        number = float(bare.replace(thousands, "").replace(decimal, "."))
        if math.isfinite(number):
            return number
    if lang == "nl" and re.fullmatch(r"[-+]?\d+\.\d+", bare):
        return float(bare)
    raise ValueError(f"need a number as written in {lang}, got {written!r}")


class NumberField(w.Text):
    """A field for one number.

    Parameters
    ----------
    label : str, optional
        Words above the field; "Your answer" if absent.
    example : str, default: "42"
        A well-written number, for the message when somebody types something else.
    """

    def __init__(self, label: str = "", *, lang: Language, example: str = "42") -> None:
        self.lang, self.example = lang, example
        super().__init__(
            description=label or text("page.exercise_answer", lang),
            continuous_update=False,
            style={"description_width": "initial"},
            layout=w.Layout(width="100%", max_width="22rem"),
        )
        self.add_class("pet-field")

    def answer(self) -> float:
        """Return the number typed.

        Raises
        ------
        ValueError
            With the sentence for the reader, if it is not a finite number.
        """
        try:
            number = parse_number(self.value, self.lang)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(text("page.exercise_not_a_number", self.lang, example=self.example))
        return number


class ChoiceField(Choice):
    """A field for one of a few possibilities; nothing is chosen at first.

    Parameters
    ----------
    options : mapping of value to str
    label : str, optional
    """

    def __init__(self, options: Mapping[Any, str], *, lang: Language, label: str = "") -> None:
        self.lang = lang
        super().__init__(label or text("page.exercise_answer", lang), options)
        self.value = None

    def answer(self) -> Any:
        """Return what was chosen.

        Raises
        ------
        ValueError
            With the sentence for the reader, if nothing was.
        """
        if self.value is None:
            raise ValueError(text("page.exercise_no_choice", self.lang))
        return self.value


class Exercise(Panel):
    """A question with fields, a check, hints and an explanation.

    All texts may hold HTML mark-up.

    Parameters
    ----------
    question : str
    fields : sequence of NumberField and ChoiceField
    check : callable
        Called with the fields' answers; returns True, False, or feedback on this wrong answer.
    hints : sequence of str
        Shown one by one.
    solution : str
        Explanation; offered after the first try or when all hints are out.
    n : int, optional
        Number of the exercise on the page.

    Attributes
    ----------
    solved, explained : bool
    tries, hints_shown : int

    Examples
    --------
    >>> field = NumberField(lang="en")
    >>> exercise = Exercise("2 + 2?", [field], lambda x: x == 4, lang="en", solution="4")
    >>> field.value = "4"
    >>> exercise.check()
    >>> exercise.solved, exercise.tries
    (True, 1)
    """

    solved = traitlets.Bool(False)
    explained = traitlets.Bool(False)
    tries = traitlets.Int(0)
    hints_shown = traitlets.Int(0)

    def __init__(
        self,
        question: str,
        fields: Sequence[NumberField | ChoiceField],
        check: Check,
        *,
        lang: Language,
        hints: Sequence[str] = (),
        solution: str,
        n: int | None = None,
    ) -> None:
        self._fields, self._check, self._lang = list(fields), check, lang
        self._hints, self._solution = list(hints), solution
        self.feedback, self.hint_text, self.explanation = Sentence(), Sentence(), Sentence()
        self.check_button = Button(text("page.exercise_check", lang), self.check, primary=True)
        self.hint_button = Button(text("page.exercise_hint", lang), self.hint)
        self.solution_button = Button(text("page.exercise_solution", lang), self.explain)
        self.hint_button.layout.display = "" if self._hints else "none"
        self.solution_button.disabled = True
        heading = "" if n is None else f"<h3>{text('page.exercise_number', lang, n=n)}</h3>"
        super().__init__(
            [
                html(f"{heading}<div>{question}</div>"),
                *self._fields,
                row([self.check_button, self.hint_button, self.solution_button]),
                self.feedback,
                self.hint_text,
                self.explanation,
            ],
            lang=lang,
        )
        self.add_class("pet-exercise")

    def check(self) -> None:
        """Check the answers and say what came of it."""
        try:
            answers = [field.answer() for field in self._fields]
        except ValueError as problem:
            self._say("wrong", escape(str(problem)))
            return
        verdict = self._check(*answers)
        self.tries += 1
        self.solution_button.disabled = False
        self.solved = verdict is True
        if self.solved:
            self._say("right", text("page.exercise_right", self._lang))
            self.explain()
        else:
            wrong = text("page.exercise_wrong", self._lang)
            self._say("wrong", verdict if isinstance(verdict, str) else wrong)

    def hint(self) -> None:
        """Show the next hint below those before it."""
        self.hints_shown = min(self.hints_shown + 1, len(self._hints))
        total = len(self._hints)
        shown = [
            text("page.exercise_hint_n", self._lang, n=n, total=total, hint=hint)
            for n, hint in enumerate(self._hints[: self.hints_shown], start=1)
        ]
        self.hint_text.say("".join(f'<p class="pet-hint">{words}</p>' for words in shown))
        if self.hints_shown == total:
            self.hint_button.disabled, self.solution_button.disabled = True, False

    def explain(self) -> None:
        """Show the explanation."""
        self.explained = True
        title = text("page.exercise_explained", self._lang)
        self.explanation.say(
            f'<div class="pet-fact"><p class="pet-callout-title">{title}</p>{self._solution}</div>'
        )

    def _say(self, kind: str, words: str) -> None:
        """Show feedback; `kind` is right or wrong."""
        self.feedback.say(f'<p class="pet-{kind}">{words}</p>')
