"""Conditions and judgement; what contradicts the scores is kept, and said."""

from html import escape

from pet_workbench.core import PetError
from pet_workbench.decide.weighing import Judgement, framework, warning_text, warnings
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.decide.inputs import area, hinted
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.page import Panel, Sentence, errors_html, note_html


class Judging(Panel):
    """Takes conditions, a judgement and its reason.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    conditions : Textarea
        One per line.
    verdict : Choice
        Empty while there is no judgement.
    reason : Textarea
    warnings, alert : Sentence
    """

    def __init__(self, state: WeighingState) -> None:
        words: Words = state.words
        self._state, self._words = state, words
        lang = words.lang
        self.conditions = area(words("judging_conditions"), rows=4)
        verdicts = {id: named.of(lang) for id, named in framework().verdicts.items()}
        self.verdict = Choice(words("judging_verdict"), {"": words("no_verdict"), **verdicts})
        self.reason = area(words("judging_reason"))
        self.warnings, self.alert = Sentence(), Sentence()
        self._is_showing = False
        self._held: tuple[tuple[str, ...], Judgement] | None = None
        super().__init__(
            [
                hinted(self.conditions, words("judging_conditions_hint")),
                self.verdict,
                self.reason,
                self.warnings,
                self.alert,
            ],
            lang=lang,
            label=words("judging_label"),
        )
        self._show()
        for field in (self.conditions, self.verdict, self.reason):
            field.observe(lambda _: self._read(), "value")
        state.observe(lambda _: self._show(), "weighing")
        state.desk.observe(lambda _: self._forget(), "opened")
        state.desk.observe(lambda _: self._warn(), "dossier")

    def _read(self) -> None:
        """Take over what was chosen and typed."""
        if self._is_showing:
            return
        lines = (line.strip() for line in self.conditions.value.splitlines())
        try:
            judgement = Judgement(self.verdict.value or "", self.reason.value)
            self._state.put(conditions=tuple(line for line in lines if line), judgement=judgement)
        except PetError as error:
            self.alert.say(errors_html([error], self._words.lang))
            return
        self.alert.say("")

    def _show(self) -> None:
        """Show what the weighing holds; a text that was refused stays until that is another."""
        weighing = self._state.weighing
        held = weighing.conditions, weighing.judgement
        if held != self._held:
            self._held = held
            self._is_showing = True
            self.conditions.value = "\n".join(weighing.conditions)
            self.verdict.value = weighing.judgement.verdict
            self.reason.value = weighing.judgement.reason
            self._is_showing = False
            self.alert.say("")
        self._warn()

    def _forget(self) -> None:
        """Let go of texts that belong to another dossier."""
        self._held = None

    def _warn(self) -> None:
        """Say where the judgement contradicts the rest."""
        words, weighing = self._words, self._state.weighing
        if not weighing.judgement.verdict:
            self.warnings.say(f"<p>{escape(words('judging_no_verdict'))}</p>")
            return
        found = warnings(weighing, gate=self._state.gate_outcome)
        if not found:
            self.warnings.say(f"<p>{escape(words('judging_fine'))}</p>")
            return
        told = "".join(f"<p>{escape(warning_text(id, words.lang))}</p>" for id in found)
        title = words("judging_warning")
        self.warnings.say(note_html(told, lang=words.lang, kind="warning", title=title))
