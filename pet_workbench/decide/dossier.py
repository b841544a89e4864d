"""A dossier: everything that was filled in, in one file that brings the tools back to that point.

It holds answers and figures, never what follows from them: advice, signs and texts are computed
again from the content files each time it is opened.  So a dossier that was made with other content
may lead to other advice; `Dossier.versions` tells with which it was saved.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any

from pet_workbench.core import DataError, json_schema
from pet_workbench.decide import sections
from pet_workbench.decide.conditions import Answers
from pet_workbench.i18n import Language

FORMAT = "pet-workbench-dossier"
VERSION = 1
LONGEST = 2_000_000
"""Characters of a dossier; one that is filled in has about 20,000."""


@dataclass(frozen=True)
class Dossier:
    """What people filled in about one question.

    Attributes
    ----------
    language : {"nl", "en"}
        In which it was filled in; texts that people typed are not translated.
    title, question : str
    parties : tuple of str
    case : str or None
        Key of the use case from which it started, or that is nearest.
    gate, needs : mapping of str to tuple of str
        Answers on the legal gate and on what is needed.
    rules_off : tuple of str
        Rules of the chooser that were switched off.
    chosen : str or None
        Id of the arrangement that was chosen.
    weighing, balance, adoption, run : mapping or None
        What the other tools hold, as each writes it itself.
    open_points : tuple of str
    saved : str
        Date and time in UTC (ISO 8601); empty before it was saved.
    versions : mapping of str to str
        Of the package and of the content with which it was saved.

    Examples
    --------
    >>> dossier = Dossier.empty("en").with_(title="Pensions")
    >>> Dossier.from_json(dossier.to_json()).title
    'Pensions'
    """

    language: Language
    title: str = ""
    question: str = ""
    parties: tuple[str, ...] = ()
    case: str | None = None
    gate: Answers = field(default_factory=dict)
    needs: Answers = field(default_factory=dict)
    rules_off: tuple[str, ...] = ()
    chosen: str | None = None
    weighing: Mapping[str, Any] | None = None
    balance: Mapping[str, Any] | None = None
    adoption: Mapping[str, Any] | None = None
    run: Mapping[str, Any] | None = None
    open_points: tuple[str, ...] = ()
    saved: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def empty(lang: Language) -> "Dossier":
        """Return a dossier in which nothing has been filled in."""
        return Dossier(lang)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been filled in."""
        return replace(self, saved="", versions={}) == Dossier(self.language)

    def with_(self, **fields: Any) -> "Dossier":
        """Return a dossier with other values for `fields`."""
        return replace(self, **fields)

    def stamped(self) -> "Dossier":
        """Return the same dossier, saved now by this version of the workbench."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return replace(self, saved=now, versions=versions())

    def to_json(self) -> str:
        """Return the dossier as JSON."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        content = {"format": FORMAT, "version": VERSION, **values}
        return json.dumps(content, ensure_ascii=False, indent=1, default=dict)

    @staticmethod
    def from_json(text: str) -> "Dossier":
        """Read a dossier.

        Raises
        ------
        DataError
            If it is none, of another version, or holds what a dossier cannot hold; the field is in
            the parameters.
        """
        values = json_schema.parse(text, longest=LONGEST)
        if values.get("format") != FORMAT:
            raise DataError(
                "errors.decide_format",
                "need a dossier of this workbench, got another file; choose one saved here",
            )
        if values.get("version") != VERSION:
            raise DataError(
                "errors.decide_version",
                "need a dossier of version {version}, got version {got}; open it with the version "
                "of the workbench that saved it",
                version=VERSION,
                got=json.dumps(values.get("version"))[:20],
            )
        json_schema.check(values, sections.schema())
        return _read(values)


def _read(values: Mapping[str, Any]) -> Dossier:
    """Make a dossier of what was checked."""
    lists: dict[str, Any] = {
        name: tuple(values[name]) for name in ("parties", "rules_off", "open_points")
    }
    answers: dict[str, Any] = {
        name: {question: tuple(chosen) for question, chosen in values[name].items()}
        for name in ("gate", "needs")
    }
    left = {
        name: value
        for name, value in values.items()
        if name not in {"format", "version", *lists, *answers}
    }
    return Dossier(**{**left, **lists, **answers})


def versions() -> dict[str, str]:
    """Return the version of the package, and a digest of the content files."""
    from importlib.metadata import version

    return {"pet-workbench": version("pet-workbench"), "content": _digest()}


@cache
def _digest() -> str:
    """Return twelve hexadecimal digits that change when a content file does."""
    folder = resources.files("pet_workbench") / "decide" / "content"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    joined = b"".join(file.name.encode() + b"\0" + file.read_bytes() for file in files)
    return hashlib.sha256(joined).hexdigest()[:12]
