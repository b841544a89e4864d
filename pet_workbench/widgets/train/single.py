"""One patient, read from a hospital that has one, or from two fits that differ by one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pet_workbench.attacks.single_patient_update import (
    Patient,
    patient_of_difference,
    patient_of_sums,
)
from pet_workbench.core import PrivacyError, View
from pet_workbench.federated import Site
from pet_workbench.federated.model import Floats
from pet_workbench.usecases.base import Tables
from pet_workbench.usecases.train import (
    CASE,
    COORDINATOR,
    features_of,
    hospitals_of,
    opened_total,
    received_sums,
    site_of,
)
from pet_workbench.widgets import Button, Choice, Columns, row, table_html
from pet_workbench.widgets.case import AttackSection
from pet_workbench.widgets.page import error_sentence
from pet_workbench.widgets.train.described import described
from pet_workbench.widgets.train.refused import as_read
from pet_workbench.widgets.train.state import NOISE, PLAIN_SUMS, SECRET

if TYPE_CHECKING:
    from pet_workbench.widgets.train.page import TrainPage

WAYS = ("message", "difference")
PROTECTIONS: Mapping[str, tuple[str, int]] = {
    "bare": (PLAIN_SUMS, 1),
    "minimum": (PLAIN_SUMS, 10),
    "shares": (SECRET, 10),
    "noise": (NOISE, 10),
}
"""By id: technique, and fewest patients."""
CLOSE = 1e-3
"""How close every feature has to be for the right patient: a hundredth of a year of age."""


class SinglePatient(AttackSection):
    """What is attacked, how it is protected, and buttons for one attack and for all of them.

    Parameters
    ----------
    page : TrainPage

    Attributes
    ----------
    way, protection : Choice
    one, every : Button
    sentence : Sentence
    table : HTML
    found : Patient, dict of (str, str) to bool, or None
        Of the last attack, for tests.
    """

    name = "single"

    def __init__(self, page: "TrainPage") -> None:
        words = page.words
        self._page = page
        self.way = Choice(words("single_way"), {one: words(f"single_way_{one}") for one in WAYS})
        self.protection = Choice(
            words("single_protection"), {one: words(f"protected_{one}") for one in PROTECTIONS}
        )
        self.one = Button(words("single_attack"), self.doing(self.attack), primary=True)
        self.every = Button(words("single_every"), self.doing(self.attack_all))
        super().__init__(
            page,
            [Columns([self.way, self.protection]), row([self.one, self.every])],
            follows=page.state.decisive,
        )
        for control in (self.way, self.protection):
            control.observe(self.refresh, "value")

    def attack(self) -> None:
        """Carry out the chosen attack, and show what was read beside what is true."""
        words, way, protection = self.words, self.way.value, self.protection.value
        truth = self._target()
        try:
            found = self._read(way, protection)
        except PrivacyError as error:
            self.sentence.say(
                words("single_refused", reason=error_sentence(as_read(error, words), words.lang))
            )
            return
        self.found = found
        if not is_right(found, truth):
            self.sentence.say(words(f"single_failed_{protection}"))
            return
        key = "single_read_shares" if protection == "shares" else f"single_read_{way}"
        self.sentence.say(words(key))
        self.table.value = self._beside(found, truth)

    def attack_all(self) -> None:
        """Carry out every attack on every protection."""
        words, truth = self.words, self._target()
        tried: dict[tuple[str, str], bool] = {}
        for protection in PROTECTIONS:
            for way in WAYS:
                try:
                    tried[protection, way] = is_right(self._read(way, protection), truth)
                except PrivacyError:
                    tried[protection, way] = False
        self.found = tried
        columns = {
            "protection": [words(f"protected_{one}") for one in PROTECTIONS],
            **{
                way: [words("read" if tried[one, way] else "not_read") for one in PROTECTIONS]
                for way in WAYS
            },
        }
        headers = {
            "protection": words("single_protection"),
            **{way: words(f"single_way_{way}") for way in WAYS},
        }
        works = sum(tried.values())
        self.sentence.say(
            words("single_tried", **words.written({"works": works, "all": len(tried)}))
        )
        self.table.value = table_html(
            columns, lang=words.lang, caption=words("single_every_caption"), headers=headers
        )

    @property
    def _hospital(self) -> str:
        """The smallest hospital, which is attacked."""
        return hospitals_of(self._page.state.tables)[-1]

    def _patients(self) -> pd.DataFrame:
        """Return its patients, first the one who is attacked: somebody who died within a year."""
        table = self._page.state.tables[self._hospital]
        dead = (table["died"] == 1) & (table["months"] <= 12)
        return pd.concat([table[dead], table[~dead]], ignore_index=True)

    def _target(self) -> Site:
        """Return who is attacked."""
        return site_of(
            self._hospital,
            self._patients().head(1),
            features_of(self._page.state.tables),
            CASE.parameters,
        )

    def _read(self, way: str, protection: str) -> Patient | None:
        """Let the coordinator read the patient from what it received."""
        patients, n_features = self._patients(), len(features_of(self._page.state.tables))
        if way == "message":
            return patient_of_sums(self._received(protection, patients.head(1)), n_features)
        first, second = (self._received(protection, one) for one in (patients.iloc[1:], patients))
        return patient_of_difference(first, second, n_features)

    def _received(self, protection: str, patients: pd.DataFrame) -> Floats:
        """Return the first sums about these patients that the coordinator can read."""
        technique, minimum = PROTECTIONS[protection]
        tables: Tables = {**self._page.state.tables, self._hospital: patients}
        outcome = CASE.run(technique, tables, minimum=minimum, epsilon=self._page.state.epsilon)
        view: View = outcome.transcript.view(COORDINATOR)
        is_plain = technique == PLAIN_SUMS
        sums = received_sums(view, self._hospital) if is_plain else opened_total(view)
        if sums is None:
            return np.zeros(0)
        # A noisy total has no likelihood in front.
        return np.append(0.0, sums) if technique == NOISE else sums

    def _beside(self, found: Patient | None, truth: Site) -> str:
        """Show what was read beside what is true."""
        words = self.words
        if found is None:
            return ""
        features = features_of(self._page.state.tables)
        read = described(features, found.features, found.outcome, words)
        true = described(features, truth.features[0], int(truth.outcome[0]), words)
        columns = {"about": list(read), "found": list(read.values()), "truth": list(true.values())}
        return table_html(
            columns,
            lang=words.lang,
            caption=words("single_caption", hospital=words.heading(self._hospital)),
            headers={name: words(f"column_{name}") for name in columns},
        )


def is_right(found: Patient | None, truth: Site) -> bool:
    """Tell whether this is the patient."""
    if found is None or found.outcome != truth.outcome[0]:
        return False
    return bool(np.abs(found.features - truth.features[0]).max() < CLOSE)
