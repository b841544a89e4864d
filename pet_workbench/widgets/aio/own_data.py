"""Own data: two files in, a check of both, the households found as a file to take home."""

import re
from collections.abc import Mapping
from html import escape

from pet_workbench.core import Outcome
from pet_workbench.datasets import data_path, write_csv
from pet_workbench.i18n import Language
from pet_workbench.usecases.aio import CASE, own_tables
from pet_workbench.usecases.aio.households import SVB, UWV, households_to_check
from pet_workbench.usecases.base import Tables
from pet_workbench.widgets import (
    Sentence,
    Step,
    Upload,
    UploadAnswer,
    UploadedFile,
    html,
    note_html,
)
from pet_workbench.widgets.aio.section import Section, Words, small
from pet_workbench.widgets.aio.state import SECRET, AioState

_EXAMPLE = {"nl": "voorbeeld", "en": "example"}
_STEPS = 3


def examples(lang: Language) -> dict[str, tuple[str, bytes]]:
    """Return an example of each file, with its name, from ``data/examples``.

    Parameters
    ----------
    lang : {"nl", "en"}
        Whose column names and separators the files have.
    """
    names = {key: f"{key}_{_EXAMPLE[lang]}.csv" for key in ("svb", "uwv")}
    folder = data_path() / "examples"
    return {key: (name, (folder / name).read_bytes()) for key, name in names.items()}


def _columns(content: bytes) -> str:
    """Return the column names of an example, as they are to be written."""
    header = content.decode("utf-8-sig").splitlines()[0]
    return ", ".join(f"<code>{escape(name)}</code>" for name in re.split("[;,]", header))


class OwnData(Section):
    """The upload, computed with the limit and the brake that the page shows.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    upload : Upload
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        words = self._words
        self.settings, given = Sentence(), examples(lang)
        columns = {key: _columns(content) for key, (_, content) in given.items()}
        self.upload = Upload(
            {"svb": words("aio.own_svb"), "uwv": words("aio.own_uwv")},
            self._handle,
            lang=lang,
            warning=note_html(words("aio.own_warning"), lang=lang, kind="warning"),
            examples=given,
        )
        super().__init__(
            state,
            [html(f"<p>{words('aio.own_columns', **columns)}</p>"), self.settings, self.upload],
            lang=lang,
            label=words("aio.own_label"),
            follows=("limit", "minimum"),
        )

    def redraw(self) -> None:
        """Say with which settings the files are answered."""
        words, state = self._words, self._state
        self.settings.say(
            small(
                words(
                    "aio.own_settings",
                    percent=words.percent(state.limit),
                    minimum=words.number(state.minimum),
                )
            )
        )

    def _handle(self, files: Mapping[str, UploadedFile], step: Step) -> UploadAnswer:
        """Read both files, run secret sharing, and write what SVB may know."""
        step(0, _STEPS)
        svb, uwv = files["svb"], files["uwv"]
        tables = own_tables.read(svb.content, uwv.content, svb_file=svb.name, uwv_file=uwv.name)
        step(1, _STEPS)
        outcome = CASE.run(
            SECRET,
            tables,
            keep_payload_bytes=0,
            threshold_percent=self._state.limit,
            minimum_found=self._state.minimum,
            third_party=self._state.third,
        )
        step(2, _STEPS)
        return self._answer(tables, outcome)

    def _answer(self, tables: Tables, outcome: Outcome) -> UploadAnswer:
        """Put the answer in words, and in a file that holds nothing of UWV's."""
        words, svb, found = self._words, tables[SVB], outcome.answer.households
        said = {
            "percent": words.percent(outcome.parameters["threshold_percent"]),
            "minimum": words.number(outcome.parameters["minimum_found"]),
        }
        if found is None:
            return UploadAnswer(words("aio.own_withheld", **said), b"", "")
        members = svb[svb["household"].isin(found)].sort_values(["household", "person"])
        counted = {
            "people": len(svb),
            "rows": len(tables[UWV]),
            "checked": len(households_to_check(svb, 100)),
            "found": found.size,
        }
        written = {name: words.number(count) for name, count in counted.items()}
        differs = words("aio.quality_differs", difference=words.number(outcome.error))
        checked = f"<p>{differs if outcome.error else words('aio.own_same')}</p>"
        csv = write_csv(
            members[["household", "person", "aow_cents"]],
            lang=words.lang,
            headers=own_tables.HEADERS[words.lang],
        )
        answer = words("aio.own_found", **said, **written) + checked
        return UploadAnswer(answer, csv, words("aio.own_filename"))
