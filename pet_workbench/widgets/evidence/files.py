"""Records of another machine, from a file, beside the stored ones."""

from typing import Any

from pet_workbench.bench import Record, Stopped
from pet_workbench.bench.record import read_line
from pet_workbench.core import DataError
from pet_workbench.i18n import Language, error_text, text
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.evidence.compared import compared_html
from pet_workbench.widgets.evidence.state import LabState
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html
from pet_workbench.widgets.upload import FilePicker, UploadedFile


class Loaded(Panel):
    """A file picker, and what the file says.

    Attributes
    ----------
    picker : FilePicker
    told : Sentence
        How many records came, or why the file is refused.
    table : HTML
    """

    def __init__(self, state: LabState) -> None:
        words: Words = state.words
        self.words, self._state = words, state
        self.picker = FilePicker(words("load_label"), lang=words.lang, accept=".jsonl")
        self.told, self.table = Sentence(), html("")
        super().__init__(
            [self.picker, self.told, self.table], lang=words.lang, label=words("load_region")
        )
        self.picker.observe(self._read, "file")

    def _read(self, change: Any) -> None:
        """Read the file that came; a wrong line refuses the whole file."""
        file, words = change["new"], self.words
        self.table.value = ""
        if file is None:
            return
        try:
            lines = read_lines(file, lang=words.lang)
        except DataError as error:
            self._state.loaded = ()
            self.told.say(errors_html([error], words.lang))
            return
        self._state.loaded = lines
        cases = {line.case for line in lines}
        self.told.say(
            f"<p>{words('load_done', n=words.number(len(lines)), cases=words.number(len(cases)))}"
            "</p>"
        )
        self.table.value = compared_html(
            lines, self._state.records, words, caption=words("load_caption", name=file.name)
        )


def read_lines(file: UploadedFile, *, lang: Language) -> tuple[Record | Stopped, ...]:
    """Read the lines of a file of records.

    Parameters
    ----------
    file : UploadedFile
    lang : {"nl", "en"}
        For the reason inside a refusal.

    Raises
    ------
    DataError
        If there is no line, or one that is no measurement of this version, with its number.
    """
    found = []
    for number, line in enumerate(file.content.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append(read_line(line.decode()))
        except UnicodeDecodeError as error:
            raise _refusal(file, number, text("errors.bench_text", lang)) from error
        except DataError as error:
            raise _refusal(file, number, error_text(error, lang)) from error
    if not found:
        raise DataError(
            "errors.bench_empty",
            "need a file with at least one record, got {name}, which has none; choose the file "
            "that a measurement wrote",
            name=file.name,
        )
    return tuple(found)


def _refusal(file: UploadedFile, number: int, reason: str) -> DataError:
    """Return the refusal of a line, with its number."""
    return DataError(
        "errors.bench_upload",
        "{name}, line {number}: {reason}; nothing of this file is used",
        name=file.name,
        number=number,
        reason=reason.rstrip("."),
    )
