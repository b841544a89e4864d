"""The numbers in the notes: answers the exercises accept, sums that work out, facts that hold."""

import re
from fractions import Fraction
from operator import add, mul, sub, truediv

import pytest

from pet_workbench.i18n import number
from pet_workbench.widgets.aio import AioPage
from pet_workbench.widgets.aio.collusion import learn
from pet_workbench.widgets.aio.state import SECRET, AioState
from pet_workbench.widgets.exercise import ChoiceField
from pet_workbench.widgets.table import Ages, Collusion, Leaving, ThresholdShares
from pet_workbench.widgets.table import Exercises as TableExercises
from tests.trainer.kit import KIT, notes, tables
from tools.notebooks import LANGUAGES

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
MINUS, TIMES = "\N{MINUS SIGN}", "\N{MULTIPLICATION SIGN}"
SIGNS = {"+": add, MINUS: sub, TIMES: mul, ":": truediv, "\N{DIVISION SIGN}": truediv}
NUMBER = rf"{MINUS}?\d[\d.,]*\d|{MINUS}?\d"
EQUATION = re.compile(rf"((?:{NUMBER})(?: [{''.join(SIGNS)}] (?:{NUMBER}))+) = ({NUMBER})")
AGES = {"Anna": 34, "Bas": 51, "Carla": 28, "Dewi": 62}
RING = 1_000


def value(written: str, lang: str) -> Fraction:
    """Read a number as people of `lang` write it."""
    thousands, decimal = (".", ",") if lang == "nl" else (",", ".")
    bare = written.replace(thousands, "").replace(decimal, ".").replace(MINUS, "-")
    return Fraction(bare)


def result(expression: str, lang: str) -> Fraction:
    """Compute a chain of one kind of operation, from left to right."""
    first, *rest = re.split(rf" ([{''.join(SIGNS)}]) ", expression)
    total = value(first, lang)
    for sign, term in zip(rest[::2], rest[1::2], strict=True):
        total = SIGNS[sign](total, value(term, lang))
    return total


def equations(lang: str, name: str) -> list[tuple[Fraction, Fraction]]:
    """Return both sides of every sum in a file of the kit."""
    text = (KIT / lang / name).read_text(encoding="utf-8")
    return [(result(left, lang), value(right, lang)) for left, right in EQUATION.findall(text)]


@BOTH
@pytest.mark.parametrize("name", ["table_game.md", "table_game.html", "facilitator.md"])
def test_every_sum_works_out(lang, name):
    """All arithmetic that a trainer reads is right, and the same in both languages."""
    found = equations(lang, name)
    assert len(found) > 3
    assert [(left, right) for left, right in found if left != right] == []
    assert found == equations("en", name)


@BOTH
def test_the_roles_have_the_ages_of_the_page(lang):
    """Paper and page start from the same ages, so that they give the same average."""
    roles = next(table for table in tables(notes(lang, "table_game.md")) if len(table[0]) == 3)
    assert {row[0]: int(row[1]) for row in roles[1:]} == AGES
    assert dict(Ages(lang=lang).chosen) == AGES


@BOTH
def test_the_envelopes_work_out(lang):
    """Each row of pieces is that person's age, each column its sum, all modulo 1,000."""
    grid = next(table for table in tables(notes(lang, "table_game.md")) if len(table[0]) == 7)
    *rows, last = [[int(value(cell, lang)) for cell in row[1:]] for row in grid[1:]]
    for row, age in zip(rows, AGES.values(), strict=True):
        assert sum(row[:4]) == row[4]
        assert row[4] % RING == row[5] == age
        assert all(0 <= piece < RING for piece in row[:4])
    assert [sum(column) % RING for column in zip(*(row[:4] for row in rows), strict=True)] == (
        last[:4]
    )
    assert sum(last[:4]) == last[4]
    assert last[4] % RING == last[5] == sum(AGES.values())


@BOTH
def test_answers_are_those_the_exercises_accept(lang):
    """Each answer in the notes, given to the exercise of the page, solves it."""
    pages = {
        "01_secret_sharing": TableExercises(lang=lang).exercises,
        "10_aio": AioPage(lang=lang).exercises.exercises,
    }
    given = [row for row in tables(notes(lang, "facilitator.md"))[-1][1:]]
    assert [row[:2] for row in given] == [
        [page, str(n)] for page, exercises in pages.items() for n in range(1, len(exercises) + 1)
    ]
    for page, n, answer, _ in given:
        exercise = pages[page][int(n) - 1]
        field = exercise.children[1]
        field.value = dict(field.options)[answer] if isinstance(field, ChoiceField) else answer
        exercise.check()
        assert exercise.solved, (page, n, answer)


@BOTH
def test_what_the_page_of_the_table_does_is_what_the_notes_say(lang):
    """Leaving, colluding and the threshold give what block 4 announces."""
    text, ages = notes(lang, "facilitator.md"), Ages(lang=lang)
    leaving = Leaving(ages, lang=lang)
    leaving.leave()
    assert "28" in leaving.sentence.value
    leaving.rounding.value = "years"
    leaving.leave()
    assert {"7", "131"} <= set(re.findall(r"\d+", leaving.sentence.value))
    assert re.search(r"\b7 (van de|of the) 131\b", text)

    collusion = Collusion(ages, lang=lang)
    assert collusion.known == {("Anna",): 34, ("Carla",): 28}
    collusion.technique.value = "secret-sharing:additive"
    assert collusion.known == {("Anna", "Carla"): 62}

    shares = ThresholdShares(ages, lang=lang)
    assert (shares.threshold.value, len(shares.boxes.chosen)) == (3, 2)
    unknown = shares.sentence.value
    shares.boxes.tick("Dewi")
    assert "34" in shares.sentence.value != unknown
    shares.threshold.value = 4
    assert re.search(r"\b34\b", shares.sentence.value) is None


@BOTH
def test_what_the_aio_page_counts_is_what_the_notes_say(lang):
    """Households checked and found, incomes read, rounds: the first settings give these."""
    text, state = notes(lang, "facilitator.md"), AioState()
    outcome = state.outcome()
    at_limit = {
        limit: len(state.run(SECRET, threshold_percent=limit).answer.households)
        for limit in (100, 105, 110)
    }
    incomes = len(learn(("SVB", "CBS"), outcome, state.tables).persons)
    between = at_limit[110] - at_limit[100]
    counted = (state.n_checked, *at_limit.values(), incomes, between, outcome.transcript.rounds)
    stated = {number(count, lang) for count in counted if count != at_limit[110]}
    assert stated <= set(re.findall(r"\d[\d.,]*\d", text.replace(".\n", "\n")))
    assert state.minimum == 10
    assert state.run(SECRET, minimum_found=100).answer.households is None
    assert at_limit[105] - at_limit[100] == 23
