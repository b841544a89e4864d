"""The notes: complete in both languages, minutes that add up, links that lead somewhere."""

import re
from urllib.parse import unquote

import pytest

from pet_workbench.widgets.start import PAGES
from tests.trainer.kit import (
    KIT,
    MINUTES,
    NOTES,
    QUOTED,
    anchors,
    files,
    headings,
    notes,
    page_words,
    sections,
    tables,
)
from tools.notebook_rules import dutch, markdown
from tools.notebooks import LANGUAGES

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
EACH = pytest.mark.parametrize("name", NOTES)
BLOCKS = {"nl": "Blok", "en": "Block"}


def test_both_languages_have_the_same_files():
    """Nothing is made for one language only."""
    assert files("nl") == files("en")
    assert set(NOTES) <= files("nl")


@EACH
def test_both_languages_have_the_same_skeleton(name):
    """Headings, tables, lists and links stand in the same places."""

    def skeleton(lang: str) -> tuple[object, ...]:
        text = notes(lang, name)
        links = [to for to in markdown.targets(text) if "#" not in to]
        shapes = [[len(row) for row in table] for table in tables(text)]
        points = [line[:2] for line in text.splitlines() if re.match(r"(- |\d\. |> )", line)]
        there = [re.sub(rf"^\.\./\.\./{lang}/", "", to) for to in links]
        return [level for level, _ in headings(text)], shapes, points, there

    assert skeleton("nl") == skeleton("en")


@BOTH
def test_the_minutes_of_every_programme_add_up(lang):
    """A heading that names minutes stands above a table of blocks that take exactly those."""
    summed = {}
    for name in ("agenda.md", "table_game.md", "decision_session.md", "families.md"):
        for heading, text in sections(notes(lang, name)).items():
            stated = re.search(r"\b(\d+) (?:minuten|minutes)\b", heading)
            timed = [table for table in tables(text) if MINUTES[lang] in table[0]]
            if stated and timed:
                column = timed[0][0].index(MINUTES[lang])
                taken = sum(int(row[column]) for row in timed[0][1:])
                summed[name, heading] = taken, int(stated[1])
    assert [total for total, _ in summed.values()] == [stated for _, stated in summed.values()]
    assert [stated for _, stated in summed.values()] == [90, 60, 90, 90, 10, 10, 60, 90, 90]


@BOTH
@pytest.mark.parametrize(
    ("name", "at"),
    [("agenda.md", 0), ("decision_session.md", 0), ("decision_session.md", 1), ("families.md", 0)],
)
def test_the_clock_of_an_agenda_follows_its_minutes(lang, name, at):
    """Every block starts when the one before it ends."""
    table = tables(notes(lang, name))[at]
    now = 0
    for start, minutes, *_ in table[1:]:
        assert start == f"{now // 60}:{now % 60:02d}"
        now += int(minutes)


@BOTH
def test_the_notes_follow_the_agenda(lang):
    """There are notes for each block of the agenda, with its name and its minutes."""
    blocks = [row[1:3] for row in tables(notes(lang, "agenda.md"))[0][1:]]
    word = {"nl": "minuten", "en": "minutes"}[lang]
    expected = [f"{BLOCKS[lang]} {block} ({minutes} {word})" for minutes, block in blocks]
    found = [said for _, said in headings(notes(lang, "facilitator.md"))]
    assert [said for said in found if said.startswith(BLOCKS[lang])] == expected


@BOTH
def test_the_minutes_of_pages_are_those_of_their_cards(lang):
    """Who plans a group with a page is told what the page itself says, in the same order."""
    table = tables(notes(lang, "families.md"))[1]
    cards = {page.name: page.minutes for page in PAGES}
    names = ("15_synthetic_education", "16_grid", "17_health_train", "18_passport", "19_mobility")
    assert [int(row[1]) for row in table[1:]] == [cards[name] for name in names]


@BOTH
def test_every_block_has_a_goal_and_a_pitfall_or_a_question(lang):
    """A trainer finds in each block what it is for and what to watch."""
    goal, watch = {
        "nl": ("**Doel.**", ("**Valkuil", "**Vraag")),
        "en": ("**Goal.**", ("**Pitfall", "**Ask")),
    }[lang]
    for heading, text in sections(notes(lang, "facilitator.md")).items():
        if heading.startswith(BLOCKS[lang]):
            assert goal in text, heading
            assert any(word in text for word in watch), heading


@BOTH
@pytest.mark.parametrize(
    ("name", "least"), [("facilitator.md", 30), ("decision_session.md", 9), ("families.md", 10)]
)
def test_quoted_words_are_on_the_pages(lang, name, least):
    """Every button, choice and heading in bold quotes is found on the pages, to the letter."""
    quoted = QUOTED.findall(notes(lang, name))
    assert len(quoted) > least
    assert [words for words in quoted if words not in page_words(lang)] == []


@BOTH
@EACH
def test_links_lead_somewhere(lang, name):
    """Every relative link names a file, and every anchor a heading of it."""
    for target in markdown.targets(notes(lang, name)):
        if re.match(r"[a-z]+:", target):
            assert target.startswith("https://")
            continue
        path, _, anchor = unquote(target).partition("#")
        assert (KIT / lang / path).is_file(), target
        if anchor:
            assert anchor in anchors((KIT / lang / path).read_text(encoding="utf-8")), target


@EACH
def test_the_dutch_is_dutch(name):
    """The Dutch notes keep the rules of the Dutch pages: u, no anglicisms, Dutch numbers."""
    assert dutch.complaints(markdown.prose(notes("nl", name))) == []


@BOTH
def test_commands_for_use_without_a_network_exist(lang):
    """What the notes say to type is what the start files and the Makefile know."""
    carry = KIT.parents[1] / "pet_workbench" / "cli" / "carry"
    text = notes(lang, "offline.md")
    assert "sh start.sh" in text
    assert (carry / "start.sh").is_file()
    assert (carry / "start.bat").is_file()
    assert (carry / {"nl": "LEESMIJ.txt", "en": "README.txt"}[lang]).name in text
    makefile = (KIT.parents[1] / "Makefile").read_text(encoding="utf-8")
    assert "make offline TO=" in text
    assert re.search(r"^offline:.*", makefile, re.M)
    assert re.search(r"^TO \?=", makefile, re.M)
