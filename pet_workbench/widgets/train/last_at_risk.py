"""Patients who stand alone in the sums of a survival model, and what keeps them from being read."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pet_workbench.attacks.last_patient_at_risk import Lone, lone_patients
from pet_workbench.core import PrivacyError, View
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.train import (
    CASE,
    COORDINATOR,
    features_of,
    hospitals_of,
    opened_total,
    received_sums,
)
from pet_workbench.widgets import Button, Choice, Slider, row, table_html
from pet_workbench.widgets.case import SEED, AttackSection
from pet_workbench.widgets.page import error_sentence
from pet_workbench.widgets.train.described import described
from pet_workbench.widgets.train.state import PLAIN_SUMS, SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage

SIZES = (1_000, 5_000, 23_203)
MONTHLY: Mapping[str, Any] = {"period": 1, "until": 120}
LONG: Mapping[str, Any] = {"period": 12, "until": 60}
SETTINGS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "plain": (PLAIN_SUMS, {**MONTHLY, "minimum": 1}),
    "shares": (SECRET, {**MONTHLY, "minimum": 1}),
    "minimum": (SECRET, {**MONTHLY, "minimum": 10}),
    "long": (SECRET, {**LONG, "minimum": 10}),
}
"""By id: technique and parameters."""
_SHOWN = 5


class LastAtRisk(AttackSection):
    """How the model was fitted, over how many patients, and a button that reads who stands alone.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    setting : Choice
    size : Slider
    button : Button
    found : list of Lone, or None
        Of the last attack, for tests.
    """

    name = "last"

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        self.setting = Choice(
            words("last_setting"), {one: words(f"last_{one}") for one in SETTINGS}
        )
        self.size = Slider(words("last_size"), SIZES, value=5_000, lang=page.lang)
        self.button = Button(words("last_attack"), self.doing(self.attack), primary=True)
        super().__init__(
            page,
            [self.size, self.setting, row([self.button])],
            follows=(),
        )
        for control in (self.setting, self.size):
            control.observe(self.refresh, "value")

    def _tables(self) -> Tables:
        """Return as many patients as were chosen."""
        n = self.size.value
        return self._page.state.keep(("last", n), lambda: CASE.load(n=n, seed=SEED))

    def attack(self) -> None:
        """Let the coordinator read who stands alone."""
        words, tables = self.words, self._tables()
        technique, chosen = SETTINGS[self.setting.value]
        try:
            outcome = CASE.run(technique, tables, model="cox", **chosen)
        except PrivacyError as error:
            self.found = []
            self.sentence.say(words("last_refused", reason=error_sentence(error, words.lang)))
            return
        moments = chosen["until"] // chosen["period"]
        read = _read(outcome.transcript.view(COORDINATOR), tables, technique, moments)
        self.found = [one for _, each in read for one in each]
        last = sum(one.is_last for one in self.found)
        facts = {"found": len(self.found), "last": last, "patients": self.size.value}
        key = "last_found" if self.found else "last_nobody"
        self.sentence.say(words(key, **words.written(facts)))
        if self.found:
            self.table.value = self._shown(read, tables, chosen["period"])

    def _shown(self, read: list[tuple[str, list[Lone]]], tables: Tables, period: int) -> str:
        """Show the first who were read."""
        words, features = self.words, features_of(tables)
        rows: list[list[str]] = []
        about: list[str] = []
        for hospital, each in read:
            for one in each:
                told = described(features, one.features, None, words)
                about = list(told)
                where = words.heading(hospital) if hospital else words("all_hospitals")
                what = words("last_died" if one.died else "last_left")
                month = words.number(period * (one.moment + 1))
                rows.append([where, month, what, *told.values()])
        names = ["where", "month", "what", *about]
        columns = {name: [each[at] for each in rows] for at, name in enumerate(names)}
        headers = {name: words(f"column_{name}") for name in ("where", "month", "what")}
        return table_html(
            columns,
            lang=words.lang,
            caption=words("last_caption"),
            headers=headers,
            max_rows=_SHOWN,
        )


def _read(view: View, tables: Tables, technique: str, moments: int) -> list[tuple[str, list[Lone]]]:
    """Return who stands alone, by hospital; the total over all has no name."""
    n_features = len(features_of(tables))
    sums = (
        {one: received_sums(view, one) for one in reversed(hospitals_of(tables))}
        if technique == PLAIN_SUMS
        else {"": opened_total(view)}
    )
    found = [
        (hospital, lone_patients(one, n_features, moments))
        for hospital, one in sums.items()
        if one is not None
    ]
    return [each for each in found if each[1]]
