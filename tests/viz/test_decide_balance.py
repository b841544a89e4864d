"""The pictures of the balance show what was computed, in the picture, the table and the words."""

import pytest

from pet_workbench.decide.balance import (
    Amount,
    Balance,
    Line,
    Party,
    example,
    outlook,
    tornado,
)
from pet_workbench.i18n import LANGUAGES
from pet_workbench.viz.decide_balance import COLOURS, gains_exhibit
from pet_workbench.viz.decide_balance_depth import SHOWN, running_exhibit, tornado_exhibit

languages = pytest.mark.parametrize("lang", LANGUAGES)
FRAUD = example("fraud")
EVERY = {
    "gains": lambda lang: gains_exhibit(FRAUD, outlook(FRAUD), lang=lang),
    "running": lambda lang: running_exhibit(FRAUD, "banks", lang=lang),
    "tornado": lambda lang: tornado_exhibit(FRAUD, None, lang=lang),
    "empty": lambda lang: running_exhibit(Balance("own", 5, 0.0, (Party("a"),)), "a", lang=lang),
    "nothing": lambda lang: tornado_exhibit(Balance("own", 5, 0.0, (Party("a"),)), "a", lang=lang),
}


@languages
@pytest.mark.parametrize("name", EVERY)
def test_every_picture_has_its_words_and_its_table(name, lang):
    """Caption, meaning, when it misleads and the text alternative are there; rows fit the head."""
    shown = EVERY[name](lang)
    for words in (shown.caption, shown.meaning, shown.misleads, shown.alt):
        assert words.strip()
        assert "{" not in words
    assert {len(row) for row in shown.rows} <= {len(shown.head)}


@languages
def test_bars_are_the_simulated_middle_and_whiskers_the_exact_bounds(lang):
    """Each number in the picture is that of the outlook."""
    seen = outlook(FRAUD)
    bars, marks = gains_exhibit(FRAUD, seen, lang=lang).figure.data
    results = [*seen.parties.values(), seen.total]
    for place, result in enumerate(results):
        assert bars.base[place] == result.low
        assert bars.base[place] + bars.x[place] == pytest.approx(result.high)
        assert marks.x[place] == result.likely
        assert marks.x[place] + marks.error_x.array[place] == pytest.approx(result.most)
        assert marks.x[place] - marks.error_x.arrayminus[place] == pytest.approx(result.least)
        assert bars.marker.color[place] == COLOURS[result.sign]


@languages
def test_the_tornado_outlines_what_turns_the_sign(lang):
    """Bars run from the result at the low end to that at the high end, the widest ones first."""
    swings = tornado(FRAUD, None)[:SHOWN]
    low, high = tornado_exhibit(FRAUD, None, lang=lang).figure.data
    assert len(low.x) == SHOWN
    for place, swing in enumerate(swings):
        assert low.base[place] + low.x[place] == pytest.approx(swing.at_low)
        assert high.base[place] + high.x[place] == pytest.approx(swing.at_high)
        assert (low.marker.line.width[place] > 1) == swing.flips


@pytest.mark.parametrize("euros", [3, 1_500, 27_500, 2_300_000, 4e9])
@languages
def test_zero_is_in_sight_and_marks_are_few(euros, lang):
    """Along the axis stand a handful of round amounts, zero among them, whatever the scale."""
    lines = (Line("l", "a", "cost", "once", Amount(0, euros / 2, euros), 0),)
    balance = Balance("own", 3, 0.0, (Party("a"),), lines)
    axis = gains_exhibit(balance, outlook(balance), lang=lang).figure.layout.xaxis
    assert axis.range[0] < 0 < axis.range[1]
    assert 0 in axis.tickvals
    assert 3 <= len(axis.tickvals) <= 8
    assert len(set(axis.ticktext)) == len(axis.ticktext)
