"""Pictures of `fraud` and of the attack lab: they show what the numbers say, in both languages."""

import numpy as np
import pytest

from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.fraud import CASE
from pet_workbench.usecases.fraud.scores import pooled_scores
from pet_workbench.viz.attacks import possibilities_figure
from pet_workbench.viz.fraud import MOST_POINTS, narrowing_figure, scores_figure

SCORES = pooled_scores(CASE.load(n=10_000, seed=1))
FOUND = CASE.exact(CASE.load(n=10_000, seed=1), **CASE.parameters)


def drawn(lang="nl", *, is_opened=True, found=FOUND):
    """Draw the scores with the usual thresholds."""
    return scores_figure(SCORES, found, insurer=60, bank=60, is_opened=is_opened, lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_point_is_in_one_group(lang):
    """Found, high at both and the rest are told apart, and the description counts them."""
    rest, high, found = drawn(lang).data
    high_at_both = ((SCORES["insurer"] >= 60) & (SCORES["bank"] >= 60)).sum()
    assert len(found.x) == FOUND.size
    assert len(high.x) == high_at_both - FOUND.size
    assert len(rest.x) == MOST_POINTS
    alt = drawn(lang).layout.meta["alt"]
    assert {number(len(SCORES), lang), str(FOUND.size)} <= set(alt.replace(".", " ").split()) | {
        word.strip(",.") for word in alt.split()
    }


def test_nobody_is_called_found_when_nothing_was_opened():
    """The legend says that they were not opened."""
    names = [trace.name for trace in drawn(is_opened=False).data]
    assert names[2] == "te vinden, niet geopend"
    assert [trace.name for trace in drawn().data][2] == "gevonden"


def test_an_empty_answer_can_be_drawn():
    """Without anybody found the other groups are still there."""
    assert len(drawn(found=np.empty(0, np.int64)).data[2].x) == 0


@pytest.mark.parametrize("possible", [[], [101.0, 50.5, 1.0]])
def test_the_search_is_drawn_question_by_question(possible):
    """One point per question, also when the first was refused."""
    figure = narrowing_figure(possible, lang="nl")
    assert list(figure.data[0].y) == possible
    assert figure.layout.meta["alt"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_possibilities_are_written_at_their_bars(lang):
    """Each bar has its number in the reader's writing, and the description has them all."""
    figure = possibilities_figure({"a": 1, "b": 9_901}, lang=lang)
    assert list(figure.data[0].x) == [1, 9_901]
    assert number(9_901, lang) in figure.data[0].text
    assert number(9_901, lang) in figure.layout.meta["alt"]
