"""The decks and the sheets to print: up to date, self-contained, and the same in both languages."""

import re

import pytest
from bs4 import BeautifulSoup

from pet_workbench.i18n import text
from pet_workbench.usecases.aio import THIRD_PARTIES
from pet_workbench.usecases.table import PEOPLE
from tests.trainer.kit import KIT, could_be_on_a_page, headings, notes
from tools import slides
from tools.notebooks import LANGUAGES, default_root, read
from tools.slide_plan import deck_path, picture_path, read_plan, read_record

PLAN = read_plan()
BOTH = pytest.mark.parametrize("lang", LANGUAGES)
DECK = pytest.mark.parametrize("name", PLAN.decks)
HTML = [path.relative_to(KIT) for path in sorted(KIT.glob("*/*.html"))]
PAGE = pytest.mark.parametrize("path", HTML, ids=str)
NAMES = {*PEOPLE, *THIRD_PARTIES, "SVB", "UWV"}
MOST_LETTERS = 3  # of a unit, or of "to" between two numbers
NAME = re.compile(rf"\b({'|'.join(NAMES)})\b")
LETTER = re.compile(r"[^\W\d]")
SOURCE = re.compile(r" \([^()]+\)$| \w+ \d{4}$")


def soup(path) -> BeautifulSoup:
    """Read an HTML file of the kit."""
    return BeautifulSoup((KIT / path).read_text(encoding="utf-8"), "html.parser")


@DECK
@BOTH
def test_decks_are_up_to_date(lang, name):
    """Made again from notebook, plan and pictures, a deck is the same to the byte."""
    stored = deck_path(name, lang).read_text(encoding="utf-8")
    assert stored == slides.deck(name, lang, PLAN), "run python tools/slides.py"


@DECK
@BOTH
def test_headings_are_those_of_the_notebook(lang, name):
    """Slides carry the notebook's own headings, in its order, and the title comes first."""
    notebook = read(default_root() / lang / f"{name}.ipynb")
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    known = [said for cell in cells for _, said in headings(cell)]
    page = soup(deck_path(name, lang))
    shown = [slide.find(["h1", "h2"]).get_text() for slide in page.select("section.slide")]
    assert shown[0] == known[0] == page.title.get_text()
    places = [known.index(said) for said in shown]
    assert places == sorted(places)
    assert 12 <= len(shown) <= 16


@DECK
def test_decks_are_the_same_in_both_languages(name):
    """Slides, tables, lists and pictures stand in the same places."""

    def shape(lang: str) -> list[str]:
        page = soup(deck_path(name, lang))
        for unfolded in page.find_all("details"):
            unfolded.decompose()
        return [tag.name for tag in page.find("main").find_all(True) if tag.name not in INLINE]

    assert shape("nl") == shape("en")


INLINE = {"em", "strong", "a", "code"}


@PAGE
def test_a_file_needs_nothing_else(path):
    """No style, script, picture or font comes from another file; links are plain links."""
    page, written = soup(path), (KIT / path).read_text(encoding="utf-8")
    assert page.find_all(["link", "iframe", "object", "embed"]) == []
    assert [tag for tag in page.find_all(src=True) if not tag["src"].startswith("data:")] == []
    outside = [tag for tag in page.find_all(href=True) if tag["href"].startswith("http")]
    assert {tag.name for tag in outside} <= {"a"}
    style = page.style.get_text()
    assert "url(" not in style
    assert "@import" not in style
    assert page.html["lang"] == path.parent.name
    assert len(written.encode()) < slides.MAX_BYTES
    for tag in page.find_all("a", href=True):
        if not tag["href"].startswith("https://"):
            assert (KIT / path.parent / tag["href"]).is_file()


@PAGE
def test_every_picture_says_what_it_shows(path):
    """Each picture has an alternative text of more than a label's length."""
    alternatives = [picture["alt"] for picture in soup(path).find_all("img")]
    assert [alt for alt in alternatives if len(alt) < 10] == []


@BOTH
def test_pictures_show_the_words_of_today(lang):
    """Every piece of text in a picture can still be made from the catalogue or a heading."""

    def is_known(piece: str) -> bool:
        whole = SOURCE.sub("", piece)
        return (
            len(LETTER.findall(NAME.sub("", piece))) <= MOST_LETTERS
            or could_be_on_a_page(piece, lang)
            or could_be_on_a_page(whole, lang)
        )

    lines = [line for told in read_record(lang).values() for line in told["lines"]]
    pieces = {piece for line in lines for piece in line.split(" | ")}
    unknown = sorted(piece for piece in pieces if not is_known(piece))
    assert unknown == [], "run python tools/slides.py pictures"


@BOTH
def test_pictures_are_those_of_the_plan(lang):
    """There is a picture for every one that the plan names, and no other."""
    planned = {
        picture_path(name, lang, slide.picture)
        for name, deck in PLAN.decks.items()
        for slide in deck
        if slide.picture
    }
    assert set((KIT / lang / "pictures").glob("*.webp")) == planned
    shots = {
        f"{name}-{shot.name}": text(shot.region, lang)
        for name, deck in PLAN.decks.items()
        for slide in deck
        for shot in (slide.picture, slide.words)
        if shot
    }
    record = read_record(lang)
    assert set(record) == set(shots)
    assert all(record[name]["alt"].startswith(region) for name, region in shots.items())


@BOTH
def test_notes_point_at_the_right_slides(lang):
    """The slide that the notes name for the legal questions is the one that asks them."""
    word, both = PLAN.words[lang]["slide"].lower(), ("agenda.md", "facilitator.md")
    named = [re.findall(rf"{word} (\d+) (?:van|of) \[?AIO", notes(lang, name)) for name in both]
    assert all(named)
    places = {int(n) for found in named for n in found}
    deck = PLAN.decks["10_aio"]
    assert places == {n for n, slide in enumerate(deck, start=1) if slide.cells == ("may",)}


def test_the_plan_refuses_what_the_notebook_does_not_have():
    """A cell or a part that is gone is named, instead of a slide that stays empty."""
    cell = slides.rendered("## Question\n\nText.")
    with pytest.raises(ValueError, match="need something for 'table'"):
        slides.chosen(cell, ["table"])
    with pytest.raises(ValueError, match="need a cell with a heading"):
        slides.heading(slides.rendered("Text."))


def test_sheets_to_print_are_the_same_in_both_languages():
    """The sheets have the same structure, roles and number cards."""
    dutch, english = (soup(f"{lang}/table_game.html") for lang in ("nl", "en"))
    assert [tag.name for tag in dutch.find_all(True)] == [
        tag.name for tag in english.find_all(True)
    ]
    cards = [[int(card.get_text()) for card in page.select(".big")] for page in (dutch, english)]
    assert cards[0] == cards[1]
    assert len(set(cards[0])) == 40
    assert all(0 <= card < 1_000 for card in cards[0])
    for lang in ("nl", "en"):
        assert "40" in notes(lang, "table_game.md")
