"""Figures about measurements show what the records say, in the picture, the table and the words."""

import re

import numpy as np
import pytest

from pet_workbench.core import PROFILES, DataError
from pet_workbench.i18n import LANGUAGES, duration
from pet_workbench.viz.evidence import common_size, machines, newest
from pet_workbench.viz.evidence_networks import networks_exhibit
from pet_workbench.viz.evidence_scaling import scaling_exhibit
from pet_workbench.viz.evidence_trade import trade_off_exhibit
from pet_workbench.viz.evidence_words import byte_ticks, number_ticks, ratio_ticks, time_ticks
from tests.viz.evidence_records import (
    HOMOMORPHIC,
    PLAIN,
    SHARING,
    THERE,
    attempt,
    grown,
    made,
)

RECORDS = [*grown(SHARING, 1e-6), *grown(HOMOMORPHIC, 1e-4), *grown(PLAIN, 1e-7)]
EVERY = [
    lambda lang: scaling_exhibit(RECORDS, lang=lang),
    lambda lang: scaling_exhibit(RECORDS, quantity="bytes", lang=lang),
    lambda lang: scaling_exhibit(RECORDS, quantity="peak_mb", lang=lang),
    lambda lang: networks_exhibit(RECORDS, lang=lang),
    lambda lang: trade_off_exhibit(RECORDS, lang=lang),
    lambda lang: trade_off_exhibit(RECORDS, across="bytes", lang=lang),
]


def points(exhibit, name):
    """Return the trace of measured points of that name."""
    return next(
        trace for trace in exhibit.figure.data if trace.name == name and trace.showlegend is None
    )


@pytest.mark.parametrize("draw", EVERY)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_has_its_words_and_its_table(draw, lang):
    """Caption, meaning, when it misleads, text alternative and a full table are there."""
    shown = draw(lang)

    for words in (shown.caption, shown.meaning, shown.misleads, shown.alt):
        assert words.strip()
        assert "{" not in words
    assert shown.rows
    assert {len(row) for row in shown.rows} == {len(shown.head)}
    assert all(cell.strip() for row in shown.rows for cell in row)


@pytest.mark.parametrize(
    "draw", [scaling_exhibit, networks_exhibit, trade_off_exhibit], ids=lambda draw: draw.__name__
)
def test_nothing_is_not_drawn(draw):
    """Without a measurement there is no figure, and the error says so."""
    with pytest.raises(DataError) as refused:
        draw([], lang="en")

    assert refused.value.id == "errors.bench_report_nothing"


def test_of_each_cell_and_machine_the_newest_counts():
    """An older record of a cell gives way; one of another machine does not."""
    old = made(SHARING, 100, 9.0, date="2026-01-01T00:00:00+00:00")
    new, other = made(SHARING, 100, 1.0), made(SHARING, 100, 5.0, machine=THERE)

    assert newest([new, old, other]) == (new, other)
    assert list(machines([new, other]).values()) == ["A", "B"]


def test_the_common_size_is_the_largest_of_all_techniques():
    """A size that only one technique reaches is not compared at."""
    assert common_size([*RECORDS, made(SHARING, 3_500_000, 3.5)]) == 1_000_000
    assert common_size([made(SHARING, 10, 1.0), made(PLAIN, 20, 1.0)]) == 20


def test_growth_shows_points_law_and_continuation():
    """Points are the medians with their spread; solid to the largest one, dashed to the country."""
    shown = scaling_exhibit(RECORDS, lang="en")
    measured = points(shown, "Secret sharing")
    lines = [trace for trace in shown.figure.data if trace.legendgroup == "Secret sharing"]
    solid = next(trace for trace in lines if trace.line.dash == "solid" and trace.mode == "lines")
    dashed = next(trace for trace in lines if trace.line.dash == "dash")

    assert list(measured.x) == [10_000, 100_000, 1_000_000]
    assert np.allclose(measured.y, [0.01, 0.1, 1.0])
    assert np.allclose(measured.error_y.array, [0.002, 0.02, 0.2])
    assert np.allclose(measured.error_y.arrayminus, [0.001, 0.01, 0.1])
    assert max(solid.x) == pytest.approx(1_000_000)
    assert (min(dashed.x), max(dashed.x)) == (pytest.approx(1_000_000), pytest.approx(3_500_000))
    assert 3.0 < dashed.y[-1] < 4.0


def test_growth_says_what_was_computed_and_what_was_measured():
    """Beyond the measurements every amount is called computed; at one it is called measured."""
    beyond = scaling_exhibit(RECORDS, lang="en")
    at_the_end = scaling_exhibit(RECORDS, lang="en", to=1_000_000)

    assert "3,500,000 pensioners" in beyond.meaning
    assert "(computed)" in beyond.meaning
    assert "3.5 times the largest measurement" in beyond.misleads
    assert "computed" not in at_the_end.meaning
    assert "1,000 times as long" in at_the_end.meaning
    assert all("measured for 1,000,000" in row[-1] for row in at_the_end.rows)


def test_growth_of_another_machine_stands_beside_ones_own():
    """Every line is named after its machine, and no law mixes the two."""
    both = [*grown(SHARING, 1e-6), *grown(SHARING, 1e-7, machine=THERE)]
    shown = scaling_exhibit(both, lang="en")

    assert [row[0] for row in shown.rows] == [
        "Secret sharing, computer A",
        "Secret sharing, computer B",
    ]
    assert np.allclose(points(shown, "Secret sharing, computer B").y, [0.001, 0.01, 0.1])


def test_what_sends_nothing_stands_in_the_table_only():
    """Zero has no place on a logarithmic axis, and the words say so."""
    silent = [*grown(SHARING, 1e-6), *grown(PLAIN, 1e-6, bytes_per_item=0)]
    shown = scaling_exhibit(silent, quantity="bytes", lang="en")

    assert {trace.name for trace in shown.figure.data if trace.name} == {"Secret sharing"}
    assert [row[1] for row in shown.rows] == ["200 kB (10,000)", "0 B (10,000)"]


def test_networks_split_the_time_into_three_parts():
    """Computing is that of the record; the three parts add up to the total that is written."""
    shown = networks_exhibit(RECORDS, lang="en")
    first = [trace for trace in shown.figure.data if trace.type == "bar"][:3]

    assert np.allclose(first[0].x, [1.0, 100.0, 0.1])
    total = sum(trace.x[0] for trace in first)
    assert shown.rows[0][-2] == duration(total, "en")
    assert len(shown.rows) == 3 * len(PROFILES)
    assert "Homomorphic encryption" in shown.meaning
    assert "not checked" in shown.misleads


def test_networks_show_what_was_really_waited():
    """A run over an emulated network is a diamond beside its bar, and the error is in words."""
    waited = made(SHARING, 1_000_000, 9.0, network="wan")
    shown = networks_exhibit([*RECORDS, waited], lang="en")
    diamonds = [one for one in shown.figure.data if one.type == "scatter" and one.mode == "markers"]

    assert [(list(one.x), one.marker.symbol) for one in diamonds] == [([9.0], "diamond")]
    assert [row[-1] for row in shown.rows if row[-1] != "not measured"] == ["9 s"]
    assert "number of runs: 1" in shown.misleads


def test_trade_off_shows_the_attack_besides_its_colour():
    """Each result of an attack has a symbol of its own and stands in the legend in words."""
    attacked = [
        made(SHARING, 10, 1.0, attack=attempt("failed")),
        made(HOMOMORPHIC, 10, 2.0, attack=attempt("partly")),
        made(PLAIN, 10, 0.1, attack=attempt("succeeded")),
        made("trusted-third-party", 10, 0.2),
    ]
    shown = trade_off_exhibit(attacked, lang="en")
    drawn = {trace.marker.symbol: trace.name for trace in shown.figure.data}

    assert drawn["circle"] == "1. Secret sharing (failed)"
    assert drawn["triangle-up"].endswith("(partly succeeded)")
    assert drawn["x"].endswith("(succeeded)")
    assert drawn["square-open"].endswith("(not tried)")
    assert [row[-1] for row in shown.rows][:3] == [
        "failed. In this trial no party alone read any of the 100 incomes.",
        "partly succeeded. Another party reads 3 of the 100 incomes.",
        "succeeded. Another party reads 100 of the 100 incomes.",
    ]


def test_trade_off_names_the_cheapest_that_withstood():
    """The words give the cheapest technique, and the cheapest one that the attack did not break."""
    broken = made(PLAIN, 10, 0.1, attack=attempt("succeeded"))
    safe = made(SHARING, 10, 1.0, attack=attempt("failed"))

    assert re.search(
        r"fastest is .Send .* 100 ms", trade_off_exhibit([broken, safe], lang="en").meaning
    )
    assert "Secret sharing\u2019: 1 s" in trade_off_exhibit([broken, safe], lang="en").meaning
    assert "costs nothing extra" in trade_off_exhibit([safe], lang="en").meaning
    assert "failed with none" in trade_off_exhibit([broken], lang="en").meaning
    assert "No attack was measured" in trade_off_exhibit([made(PLAIN, 10, 1.0)], lang="en").meaning


def test_an_attack_at_another_size_counts():
    """Attacks are tried at a small size; the figure at a large one shows them."""
    small = made(SHARING, 10, 1.0, attack=attempt("failed"))
    shown = trade_off_exhibit([small, made(SHARING, 1000, 9.0)], lang="en")

    assert shown.rows[0][1:3] == ("9 s", "none")
    assert shown.rows[0][3].startswith("failed. ")


@pytest.mark.parametrize("ticks", [time_ticks, byte_ticks, number_ticks, ratio_ticks])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_marks_along_an_axis_cover_what_is_drawn(ticks, lang):
    """From at or below the lowest to at or above the highest, each with its own words."""
    places, labels = ticks(3.0, 4000.0, lang)

    assert places[0] <= 3.0
    assert places[-1] >= 4000.0
    assert list(places) == sorted(places)
    assert len(set(labels)) == len(labels) == len(places)
