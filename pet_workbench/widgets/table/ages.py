"""The ages around the table, and what every panel that follows them shares."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

import ipywidgets as w
import pandas as pd
import traitlets

from pet_workbench.core import Outcome
from pet_workbench.i18n import Language, number, text
from pet_workbench.usecases.table import CASE, MAX_AGE, PEOPLE, Average, tables_of
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.page import Columns, Panel, html

START = dict(zip(PEOPLE, (34, 51, 28, 62, 45, 39, 57, 23), strict=True))
"""The ages a reader finds."""
FEWEST = 4
"""One may leave, and three must stay."""


class Ages(Panel):
    """Sliders for how many people sit at the table and how old they are.

    Attributes
    ----------
    chosen : dict of str to int
        Ages by name, in the order in which people sit.
    """

    chosen = traitlets.Dict()

    def __init__(self, *, lang: Language) -> None:
        self.people = Slider(
            text("table.ages.people", lang), list(range(FEWEST, len(PEOPLE) + 1)), lang=lang
        )
        self.sliders = {
            person: Slider(
                text("table.ages.age_of", lang, person=person),
                list(range(MAX_AGE + 1)),
                value=age,
                lang=lang,
            )
            for person, age in START.items()
        }
        self._seats = Columns([], narrowest="14rem")
        self._update()
        super().__init__(
            [self.people, self._seats], lang=lang, label=text("table.ages.label", lang)
        )
        for slider in (self.people, *self.sliders.values()):
            slider.observe(lambda _: self._update(), "value")

    def _update(self) -> None:
        """Take over what the sliders say."""
        seated = list(self.sliders.items())[: self.people.value]
        if len(self._seats.children) != len(seated):
            self._seats.children = [slider for _, slider in seated]
        self.chosen = {person: slider.value for person, slider in seated}


class Follower(Panel):
    """A panel that starts again whenever the ages change; subclasses write `restart`.

    Parameters
    ----------
    ages : Ages
    children : sequence of Widget
    lang : {"nl", "en"}
    name : str
        Part of the catalogue's keys for this panel.
    """

    def __init__(
        self, ages: Ages, children: Sequence[w.Widget], *, lang: Language, name: str
    ) -> None:
        self.ages, self.lang = ages, lang
        super().__init__(children, lang=lang, label=text(f"table.{name}.label", lang))
        ages.observe(lambda _: self.restart(), "chosen")
        self.restart()

    def restart(self) -> None:
        """Show what follows from the ages of now."""
        raise NotImplementedError

    @property
    def people(self) -> tuple[str, ...]:
        """Who sits at the table."""
        return tuple(self.ages.chosen)

    def run(self, technique: str, **options: Any) -> Outcome:
        """Answer the question with the ages of now."""
        return CASE.run(technique, tables_of(self.ages.chosen), **options)

    def text(self, key: str, **values: object) -> str:
        """Return the text for `key` in the reader's language."""
        return text(key, self.lang, **values)

    def years(self, average: Average) -> str:
        """Write an average age with two decimals."""
        return number(float(average.years), self.lang, digits=2)

    def names(self, people: Sequence[str]) -> str:
        """Write names as a list in a sentence: Anna, Bas and Carla."""
        return listed(people, self.lang)

    def number(self, value: int) -> str:
        """Write a whole number."""
        return number(value, self.lang)


class PeopleBoxes(w.VBox):
    """A question with a box to tick per person.

    Attributes
    ----------
    chosen : tuple of str
        Whose boxes are ticked.
    """

    chosen = traitlets.Tuple()

    def __init__(self, question: str, *, ticked: Sequence[str]) -> None:
        self._boxes: dict[str, w.Checkbox] = {}
        self._ticked = set(ticked)
        self._list = Columns([], narrowest="11rem")
        super().__init__([html(f"<p><strong>{escape(question)}</strong></p>"), self._list])

    def offer(self, labels: dict[str, str]) -> None:
        """Offer these people, each with the words beside the box."""
        if list(labels) != list(self._boxes):
            self._boxes = {person: self._box(person) for person in labels}
            self._list.children = list(self._boxes.values())
        for person, label in labels.items():
            self._boxes[person].description = label
        self._update()

    def tick(self, person: str, is_ticked: bool = True) -> None:
        """Tick a person's box, or clear it."""
        self._boxes[person].value = is_ticked

    def when_changed(self, act: Callable[[], None]) -> None:
        """Call `act` after every change."""
        self.observe(lambda _: act(), "chosen")

    def _box(self, person: str) -> w.Checkbox:
        """Make one box, ticked as it was before."""
        box = w.Checkbox(value=person in self._ticked, indent=False)
        box.observe(lambda _: self._update(), "value")
        return box

    def _update(self) -> None:
        """Take over which boxes are ticked."""
        self.chosen = tuple(person for person, box in self._boxes.items() if box.value)
        self._ticked = (self._ticked - set(self._boxes)) | set(self.chosen)


def offer(control: Choice | Slider, options: Mapping[Any, str], value: Any) -> None:
    """Let `control` offer `options` and choose `value`, unless it offers them already."""
    offered = tuple((words, key) for key, words in options.items())
    if control.options != offered:
        control.options = offered
        control.value = value


def unfilled(*columns: str) -> pd.DataFrame:
    """Return a table without rows, for a `DataTable` that is filled in a moment."""
    return pd.DataFrame(columns=list(columns))


def technique_name(id: str, lang: Language) -> str:
    """Return the words for a technique of the table."""
    return text(f"table.technique.{id.replace(':', '_')}", lang)


def listed(people: Sequence[str], lang: Language) -> str:
    """Write names as a list in a sentence.

    Examples
    --------
    >>> listed(["Anna", "Bas", "Carla"], "nl"), listed(["Anna"], "en")
    ('Anna, Bas en Carla', 'Anna')
    """
    if len(people) < 2:
        return "".join(people)
    return f"{', '.join(people[:-1])} {text('table.and', lang)} {people[-1]}"
