"""Read the trainer's kit: its files, its tables, and the words it quotes from the pages."""

import re
from functools import cache

from pet_workbench.i18n import catalogue
from tools.notebooks import default_root, read
from tools.slide_plan import trainer_folder

KIT = trainer_folder()
NOTES = (
    "agenda.md",
    "decision_session.md",
    "facilitator.md",
    "families.md",
    "offline.md",
    "table_game.md",
)
PAGES = (
    "01_secret_sharing",
    "10_aio",
    "15_synthetic_education",
    "16_grid",
    "17_health_train",
    "18_passport",
    "19_mobility",
)
MINUTES = {"nl": "Minuten", "en": "Minutes"}

HEADING = re.compile(r"^(#{1,6}) (.+)$", re.M)
LEFT, RIGHT = "\N{LEFT SINGLE QUOTATION MARK}", "\N{RIGHT SINGLE QUOTATION MARK}"
QUOTED = re.compile(rf"\*\*{LEFT}([^{RIGHT}]+){RIGHT}\*\*")
FIELD = re.compile(r"\\\{\w+\\\}")
TAG = re.compile(r"<[^>]+>")
PARAGRAPH = re.compile(r"</p>\s*<p[^>]*>")

Table = list[list[str]]


def notes(lang: str, name: str) -> str:
    """Return one file of the kit as text."""
    return (KIT / lang / name).read_text(encoding="utf-8")


def headings(text: str) -> list[tuple[int, str]]:
    """Return level and words of every heading."""
    return [(len(mark), words.strip()) for mark, words in HEADING.findall(text)]


def anchors(text: str) -> set[str]:
    """Return the names by which the headings can be linked to."""
    plain = [re.sub(r"[^\w\- ]", "", words.lower()) for _, words in headings(text)]
    return {words.replace(" ", "-") for words in plain}


def sections(text: str) -> dict[str, str]:
    """Return the text under each heading, up to the next one."""
    parts = re.split(r"^#{1,6} (.+)$", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tables(text: str) -> list[Table]:
    """Return the tables, each with its head as the first row."""
    found: list[Table] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif not set("".join(cells)) <= set("-: "):
            if not inside:
                found.append([])
            inside = True
            found[-1].append(cells)
    return found


@cache
def page_words(lang: str) -> frozenset[str]:
    """Return what a reader of the pages can meet: texts of the catalogue, and headings."""
    texts = [part for text in catalogue(lang).values() for part in PARAGRAPH.split(text)]
    for name in PAGES:
        notebook = read(default_root() / lang / f"{name}.ipynb")
        cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        texts += [said for cell in cells for _, said in headings(cell)]
    return frozenset(" ".join(TAG.sub("", text).split()) for text in texts) - {""}


@cache
def patterns(lang: str) -> tuple[re.Pattern[str], ...]:
    """Return the words of the pages with anything in place of what they fill in."""
    telling = [text for text in page_words(lang) if len(re.sub(r"\{\w+\}|\W", "", text)) > 3]
    return tuple(re.compile(FIELD.sub(".+?", re.escape(text))) for text in telling)


def could_be_on_a_page(words: str, lang: str) -> bool:
    """Tell whether `words` are a text of the pages with its numbers and names filled in."""
    return any(pattern.fullmatch(words) for pattern in patterns(lang))


def files(lang: str) -> set[str]:
    """Return the names of the files of one language."""
    folder = KIT / lang
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
