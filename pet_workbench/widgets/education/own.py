"""Own pupils: a file in, and a release with its privacy statement out."""

import io
import re
import zipfile
from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd

from pet_workbench import usecases
from pet_workbench.core import Outcome
from pet_workbench.datasets import data_path, write_csv
from pet_workbench.dp.statement import Statement, make_statement
from pet_workbench.i18n import LANGUAGES
from pet_workbench.usecases.education import (
    PROGRAMMES,
    REGIONS,
    Offers,
    Publication,
)
from pet_workbench.usecases.education.noisy import ask, publication, temporary_ledger
from pet_workbench.usecases.education.own_tables import PUPILS
from pet_workbench.widgets import Columns, Panel, html
from pet_workbench.widgets.case import SEED, Words
from pet_workbench.widgets.case.memo import TakeAlong
from pet_workbench.widgets.case.statement import folded_html
from pet_workbench.widgets.education.publish import epsilon_slider
from pet_workbench.widgets.job import Step
from pet_workbench.widgets.page import note_html
from pet_workbench.widgets.upload import Upload, UploadAnswer, UploadedFile

EXAMPLES = {"nl": "education_pupils_voorbeeld.csv", "en": "education_pupils_example.csv"}
PUPILS_IN_EXAMPLE = 10_000
RECOMMENDED = "differential-privacy"
_STEPS = 3


class OwnPupils(Panel):
    """An epsilon, a file of pupils, and the release as a zip file.

    Attributes
    ----------
    epsilon : Slider
    upload : Upload
    take_along : TakeAlong
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.take_along = TakeAlong("education", example_run, lang=words.lang)
        self.epsilon = epsilon_slider(words)
        name = EXAMPLES[words.lang]
        content = (data_path() / "examples" / name).read_bytes()
        header = re.split("[;,]", content.decode("utf-8-sig").splitlines()[0])
        columns = ", ".join(f"<code>{escape(one)}</code>" for one in header)
        self.upload = Upload(
            {"pupils": words("own_pupils")},
            self._handle,
            lang=words.lang,
            warning=note_html(words("own_warning"), lang=words.lang, kind="warning"),
            examples={"pupils": (name, content)},
        )
        super().__init__(
            [
                html(f"<p>{words('own_columns', columns=columns)}</p>"),
                Columns([self.epsilon]),
                self.upload,
                self.take_along,
            ],
            lang=words.lang,
            label=words("own_label"),
        )

    def _handle(self, files: Mapping[str, UploadedFile], step: Step) -> UploadAnswer:
        """Read the file, release a table, and pack it with its statement."""
        words, epsilon, file = self.words, self.epsilon.value, files["pupils"]
        step(0, _STEPS)
        pupils = PUPILS.read(file.content, file=file.name).frame
        step(1, _STEPS)
        offers, ledger = Offers.of(pupils), temporary_ledger(epsilon, 0)
        asked: dict[str, Any] = {"asker": words("own_responsible"), "purpose": words("own_purpose")}
        noisy = ask(pupils, offers, ledger=ledger, epsilon=epsilon, delta=0, **asked)
        made = publication(noisy, offers)
        step(2, _STEPS)
        statement = make_statement(noisy.releases, ledger, responsible=words("own_responsible"))
        facts = {
            "pupils": len(pupils),
            "groups": len(offers.school),
            "epsilon": words.epsilon(epsilon),
            "margin": round(float(made.margins[0])),
            "country": round(float(made.margins[2])),
        }
        said = f"<p>{words('own_found', **words.written(facts))}</p>" + folded_html(
            statement, lang=words.lang, summary=words("own_statement")
        )
        return UploadAnswer(said, packed(made, statement, words), words("own_filename"))


def packed(made: Publication, statement: Statement, words: Words) -> bytes:
    """Return the table and its statement in one archive."""
    return zipped(
        {
            words("own_table_name"): table_csv(made, words),
            "statement.json": statement.to_json().encode(),
            **{f"statement_{lang}.txt": statement.text(lang).encode() for lang in LANGUAGES},
        }
    )


def table_csv(table: Publication, words: Words) -> bytes:
    """Return the released counts per school and programme, and nothing else, as CSV."""
    offers = table.offers
    frame = pd.DataFrame(
        {
            "region": [REGIONS[at] for at in offers.region],
            "school": offers.school,
            "programme": [PROGRAMMES[at] for at in offers.programme],
        }
    )
    for at, what in enumerate(("candidates", "passed")):
        for who, name in enumerate(("men", "women", "both")):
            frame[f"{what}_{name}"] = table.counts[:, at, who]
    headers = {name: words(f"column_{name}") for name in frame.columns}
    return write_csv(frame, lang=words.lang, headers=headers)


def example_run() -> tuple[Outcome, int]:
    """Return a run of the recommended technique on generated pupils, and how many there are."""
    case = usecases.get("education")
    tables = case.load(n=PUPILS_IN_EXAMPLE, seed=SEED)
    return case.run(RECOMMENDED, tables), PUPILS_IN_EXAMPLE


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files in one archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    return content.getvalue()
