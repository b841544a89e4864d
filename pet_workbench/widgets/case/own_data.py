"""Own data: a file of each owner in, a check of all, the answer as a file to take home."""

import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from pet_workbench.core import Outcome
from pet_workbench.datasets import data_path, write_csv
from pet_workbench.widgets.case.agreement import agreed
from pet_workbench.widgets.case.memo import take_along
from pet_workbench.widgets.case.section import Section, small
from pet_workbench.widgets.job import Step
from pet_workbench.widgets.page import Sentence, html, note_html
from pet_workbench.widgets.upload import Upload, UploadAnswer, UploadedFile

if TYPE_CHECKING:
    from pet_workbench.usecases.base import Tables
    from pet_workbench.widgets.case.page import CasePage

_WORD = {"nl": "voorbeeld", "en": "example"}
_STEPS = 3


def examples(page: "CasePage[Any]") -> dict[str, tuple[str, bytes]]:
    """Return an example of each file, with its name, from ``data/examples``.

    Parameters
    ----------
    page : CasePage
        In whose language the files have their column names and separators.
    """
    names = {
        slug: page.example_name.format(case=page.case.key, slug=slug, word=_WORD[page.lang])
        for slug in page.files
    }
    folder = data_path() / "examples"
    return {slug: (name, (folder / name).read_bytes()) for slug, name in names.items()}


def _columns(content: bytes) -> str:
    """Return the column names of an example, as they are to be written."""
    header = content.decode("utf-8-sig").splitlines()[0]
    return ", ".join(f"<code>{escape(name)}</code>" for name in re.split("[;,]", header))


class OwnData(Section):
    """The upload, computed with the choices that the page shows.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    upload : Upload
    settings : Sentence
        With which choices the files are answered.
    take_along : TakeAlong
        What the reader takes home of the page itself: the next step after the legal questions.
    agreed : Agreed or None
        The agreement that the run would need, where several parties bring data.
    """

    def __init__(self, page: "CasePage[Any]") -> None:
        words, given = page.words, examples(page)
        columns = {slug: _columns(content) for slug, (_, content) in given.items()}
        self.settings, self.take_along, self.agreed = Sentence(), take_along(page), agreed(page)
        self.upload = Upload(
            {slug: words(f"own_{slug}") for slug in page.files},
            self._handle,
            lang=page.lang,
            warning=note_html(words("own_warning"), lang=page.lang, kind="warning"),
            examples=given,
        )
        super().__init__(
            page,
            [
                html(f"<p>{words('own_columns', **columns)}</p>"),
                *(self.settings, self.upload, self.take_along),
                *([self.agreed] if self.agreed else []),
            ],
            label=words("own_label"),
            follows=page.state.choices,
        )

    def redraw(self) -> None:
        """Say with which settings the files are answered."""
        said = self.page.said("own_settings")
        self.settings.say(small(said) if said else "")

    def _handle(self, files: Mapping[str, UploadedFile], step: Step) -> UploadAnswer:
        """Read the files, run the technique of the page, and write what may be known."""
        page = self.page
        step(0, _STEPS)
        tables = page.read(files)
        step(1, _STEPS)
        outcome = page.case.run(page.main, tables, keep_payload_bytes=0, **page.own_arguments())
        step(2, _STEPS)
        return self._answer(tables, outcome)

    def _answer(self, tables: "Tables", outcome: Outcome) -> UploadAnswer:
        """Put the answer in words and in a file, held against the pooled tables."""
        words, answer = self.words, self.page.own_answer(tables, outcome)
        differs = words("quality_differs", difference=words.value(outcome.error))
        check = differs if outcome.error else words("own_same")
        said = f"{answer.html}<p>{check}</p>" if self.page.is_opened(outcome) else answer.html
        if answer.frame is None:
            return UploadAnswer(said, b"", "")
        content = write_csv(answer.frame, lang=words.lang, headers=answer.headers)
        return UploadAnswer(said, content, words("own_filename"))
