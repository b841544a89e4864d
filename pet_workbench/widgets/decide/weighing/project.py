"""The project definition: goal, people involved, data."""

from pet_workbench.core import PetError
from pet_workbench.decide.weighing import Project
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.inputs import area, hinted
from pet_workbench.widgets.decide.weighing.state import WeighingState
from pet_workbench.widgets.page import Panel, Sentence, errors_html

FIELDS = ("goal", "involved", "data")


class ProjectForm(Panel):
    """Three open questions, as in the source.

    Parameters
    ----------
    state : WeighingState

    Attributes
    ----------
    fields : dict of str to Textarea
    alert : Sentence
        Why a text is not taken.
    """

    def __init__(self, state: WeighingState) -> None:
        words: Words = state.words
        self._state, self._lang = state, words.lang
        self.fields = {name: area(words(f"project_{name}")) for name in FIELDS}
        hints = [words(f"project_{name}_hint") for name in FIELDS]
        self.alert = Sentence()
        super().__init__(
            [*map(hinted, self.fields.values(), hints), self.alert],
            lang=words.lang,
            label=words("project_label"),
        )
        self._is_showing = False
        self._held: Project | None = None
        self._show()
        for field in self.fields.values():
            field.observe(lambda _: self._read(), "value")
        state.observe(lambda _: self._show(), "weighing")
        state.desk.observe(lambda _: self._forget(), "opened")

    def _read(self) -> None:
        """Take over what was typed."""
        if self._is_showing:
            return
        try:
            project = Project(**{name: field.value for name, field in self.fields.items()})
        except PetError as error:
            self.alert.say(errors_html([error], self._lang))
            return
        self.alert.say("")
        self._state.put(project=project)

    def _show(self) -> None:
        """Show what the weighing holds; a text that was refused stays until that is another."""
        project = self._state.weighing.project
        if project == self._held:
            return
        self._held = project
        self._is_showing = True
        for name, field in self.fields.items():
            field.value = getattr(project, name)
        self._is_showing = False
        self.alert.say("")

    def _forget(self) -> None:
        """Let go of texts that belong to another dossier."""
        self._held = None
