"""A memo stays within three pages, whatever people typed, and keeps what matters most."""

from dataclasses import replace
from typing import Any

import pytest

from pet_workbench.decide import Dossier, weighing
from pet_workbench.i18n import LANGUAGES
from pet_workbench.reports.memo import read_dossier, write_memo
from pet_workbench.reports.memo.extent import MOST_LINES, extent
from pet_workbench.reports.memo.write import fitted
from pet_workbench.reports.paper.blocks import Table
from tests.reports.memo.dossiers import filled

SENTENCE = "Dit is een lange zin over de vraag die wij stellen aan de partijen. "


def crowded(lang: str) -> Dossier:
    """Return a dossier with as many and as long texts as fit; twelve people, one of whom says 0."""
    roles = list(weighing.framework().roles)
    limits = weighing.framework().limits
    scores: dict[str, Any] = dict.fromkeys(weighing.framework().questions, 5)
    people = tuple(
        weighing.Person(
            roles[n % len(roles)], f"{n} {SENTENCE}"[:60], scores, dict.fromkeys(scores, SENTENCE)
        )
        for n in range(limits.people)
    )
    refuses = replace(people[-1], scores={**scores, "privacy": 0})
    weighed = weighing.Weighing(
        people=(*people[:-1], refuses), conditions=tuple(SENTENCE * 20 for _ in range(30))
    )
    return filled(lang).with_(
        question=(SENTENCE * 300)[:10_000],
        parties=tuple(f"{SENTENCE * 2}{n}" for n in range(60)),
        weighing=weighed.to_mapping(),
        open_points=tuple(f"{SENTENCE * 20}{n}" for n in range(200)),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_longest_dossier_is_cut_to_three_pages(lang):
    """Nothing is lost by it: the state inside is the dossier as it was."""
    dossier = crowded(lang)

    assert extent(fitted(dossier, "html", lang=lang)) <= MOST_LINES
    assert read_dossier(write_memo(dossier, "html"), "memo.html") == dossier


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_shortening_hides_a_zero_on_may(lang):
    """It is the first thing said of the weighing, and stands in the table of scores."""
    memo = fitted(crowded(lang), "html", lang=lang)
    part = next(one for one in memo.parts if one.id == "weighing")
    first = part.blocks[0]
    table = next(one for one in part.blocks if isinstance(one, Table))
    name = weighing.framework().questions["privacy"].name.of(lang)

    assert name in str(first)
    assert any(name in row[0] and row[-1].startswith("0") for row in table.rows)


def test_ordinary_texts_are_not_shortened():
    """A dossier that fits keeps every word."""
    memo = fitted(filled("en"), "html", lang="en")

    assert filled("en").question in str(memo.parts[0])


def test_advice_on_half_of_the_answers_is_said_to_be_that():
    """With questions left open the memo warns, in short and where the technique stands."""
    half = Dossier.empty("en").with_(needs={"sensitivity": ("high",)})
    whole = filled("en").with_(chosen=None)

    assert str(fitted(half, "html", lang="en")).count("without an answer") == 1
    assert "have no answer yet" in str(fitted(half, "html", lang="en"))
    assert "have no answer yet" not in str(fitted(whole, "html", lang="en"))
