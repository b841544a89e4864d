"""Read the plan of the slides: which cells, how much of each, and which pictures of the page."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.notebooks import default_root

PLAN = "slides.toml"
RECORD = "pictures.json"


@dataclass(frozen=True)
class Shot:
    """A picture, or words, to take from the running page.

    Attributes
    ----------
    name : str
        Of the file, without the deck's name.
    region : str
        Catalogue key of the part of the page.
    do : tuple of tuple of str
        What to do there first: ``("press", key)`` and so on.
    show : tuple of str
        CSS selectors of what to take; nothing means the whole part.
    hide : tuple of str
        CSS selectors of what must not be in the picture though it stands in between.
    width : int
        Of the browser window, in CSS pixels.
    """

    name: str
    region: str
    do: tuple[tuple[str, ...], ...] = ()
    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    width: int = 1000

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Shot":
        """Read a shot as it stands in the plan."""
        steps = tuple(tuple(step) for step in given.get("do", ()))
        listed = {name: tuple(given.get(name, ())) for name in ("show", "hide")}
        return cls(**{**given, "do": steps, **listed})


@dataclass(frozen=True)
class Slide:
    """One slide as planned.

    Attributes
    ----------
    cells : tuple of str
        Ids of the cells whose text is shown; the first has the heading.
    keep : tuple of str
        CSS selectors of what is kept of them; nothing means everything.
    size, layout : str
        ``"small"`` or nothing; ``"below"`` or nothing.
    picture, words : Shot or None
    """

    cells: tuple[str, ...]
    keep: tuple[str, ...] = ()
    size: str = ""
    layout: str = ""
    picture: Shot | None = None
    words: Shot | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Slide":
        """Read a slide as it stands in the plan."""
        values = dict(given)
        for name in ("cells", "keep"):
            values[name] = tuple(values.get(name, ()))
        for name in ("picture", "words"):
            if name in values:
                values[name] = Shot.read(values[name])
        return cls(**values)


@dataclass(frozen=True)
class Plan:
    """The decks by the name of their notebook, and the words around the slides by language."""

    decks: Mapping[str, tuple[Slide, ...]]
    words: Mapping[str, Mapping[str, str]]


def trainer_folder() -> Path:
    """Return the folder of the trainer's kit in this clone."""
    return default_root() / "trainer"


def read_plan(folder: Path | None = None) -> Plan:
    """Read the plan in `folder`, or in the trainer's kit of this clone."""
    given = tomllib.loads(((folder or trainer_folder()) / PLAN).read_text(encoding="utf-8"))
    words = given.pop("words")
    return Plan({name: tuple(map(Slide.read, slides)) for name, slides in given.items()}, words)


def deck_path(name: str, lang: str) -> Path:
    """Return where the deck of the notebook `name` in `lang` is."""
    return trainer_folder() / lang / f"slides_{name}.html"


def picture_path(name: str, lang: str, shot: Shot) -> Path:
    """Return where the picture `shot` for the notebook `name` in `lang` is."""
    return trainer_folder() / lang / "pictures" / f"{name}-{shot.name}.webp"


def read_record(lang: str) -> dict[str, Any]:
    """Return what is written in the pictures: by file name, ``alt`` and ``lines``."""
    path = trainer_folder() / lang / "pictures" / RECORD
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def write_record(lang: str, record: Mapping[str, Any]) -> None:
    """Write what is written in the pictures."""
    path = trainer_folder() / lang / "pictures" / RECORD
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
