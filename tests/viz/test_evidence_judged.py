"""Figures about the matrix, other tools, checks and bills show what was computed."""

from dataclasses import replace

import pytest

from pet_workbench.bench import costs, matrix, peers
from pet_workbench.core import PROFILES, DataError, ParameterError
from pet_workbench.i18n import LANGUAGES
from pet_workbench.viz.evidence_bills import bills_exhibit
from pet_workbench.viz.evidence_checks import checks_exhibit, network_error_exhibit
from pet_workbench.viz.evidence_matrix import MEASURES, matrix_exhibit
from pet_workbench.viz.evidence_peers import peers_exhibit
from tests.viz.evidence_records import HOMOMORPHIC, PLAIN, SHARING, attempt, grown, made

EN_DASH, TIMES = "\N{EN DASH}", "\N{MULTIPLICATION SIGN}"
RECORDS = [*grown(SHARING, 1e-6), *grown(HOMOMORPHIC, 1e-4), *grown(PLAIN, 1e-7)]
ATTACKED = [
    *RECORDS,
    made(SHARING, 10_000, 0.01, attack=attempt("failed")),
    made(PLAIN, 10_000, 0.001, attack=attempt("succeeded")),
    made("trusted-third-party", 10_000, 0.001),
]
MATRIX = matrix.build(ATTACKED, cases=["aio"])
CHECK = costs.Checked(
    "aio", SHARING, "seconds", 1_000_000, (10_000, 100_000), costs.Estimate(0.5, 1.0, 2.0), 0.5
)
OUTSIDE = replace(CHECK, technique=PLAIN, measured=4.0)
TURNS = peers.Turns((1.0, 2.0, 3.0))
PEER = peers.PeerRecord(
    family="sharing", job="comparison", n=1000, engine="mpyc", name="MPyC", version="0.11",
    variant="", measured="run", clock="seconds", turns=peers.Turns((4.0, 4.0, 9.0)), base=TURNS,
    reason=None, values={}, recipe={}, machine={}, load={}, commit="abc",
    session="2026-11-22T10:00:00+00:00",
)  # fmt: skip
ABSENT = next(one for one in peers.stored() if one.measured == "absent")


def bills():
    """Return the bills of two techniques."""
    wan, prices = PROFILES[1], costs.Prices.load()
    some = {record.technique: record for record in RECORDS if record.n == 1_000_000}
    return {id: costs.bill(some[id], prices, wan) for id in (SHARING, PLAIN)}


VALIDATION = costs.Validation(
    (costs.Compared("aio", SHARING, 10, "wan", 1.1, 1.0),),
    {"wan": costs.Errors(1, 0.1, 0.1, 0.1, 0.1)},
    {"processor": "P1"},
    "2026-11-22",
)
EVERY = [
    *(lambda lang, by=by: matrix_exhibit(MATRIX, by=by, lang=lang) for by in MEASURES),
    lambda lang: peers_exhibit([PEER, ABSENT], lang=lang),
    lambda lang: checks_exhibit([CHECK, OUTSIDE], lang=lang),
    lambda lang: network_error_exhibit(VALIDATION, lang=lang),
    lambda lang: bills_exhibit(bills(), case="aio", n=1_000_000, lang=lang),
    lambda lang: bills_exhibit(bills(), case="aio", n=1_000_000, of="kwh", lang=lang),
]


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
    "draw",
    [
        lambda: peers_exhibit([ABSENT], lang="en"),
        lambda: checks_exhibit([], lang="en"),
        lambda: network_error_exhibit(costs.Validation((), {}, {}, ""), lang="en"),
        lambda: bills_exhibit({}, case="aio", n=1, lang="en"),
    ],
)
def test_nothing_is_not_drawn(draw):
    """Without anything to compare there is no figure, and the error says so."""
    with pytest.raises(DataError) as refused:
        draw()

    assert refused.value.id == "errors.bench_report_nothing"


def marks(shown):
    """Return the symbols of the only row of the matrix, by kind."""
    heat = shown.figure.data[0]
    return dict(zip(matrix.KINDS, heat.text[0], strict=True))


def test_the_matrix_has_a_symbol_for_every_verdict():
    """Exact and withstood, broken, untried, and no technique: each looks different in black."""
    found = marks(matrix_exhibit(MATRIX, lang="en"))

    assert found["secret-sharing"] == "✓"
    assert found["plain-exchange"] == "✗"
    assert found["homomorphic"] == found["trusted-third-party"] == "?"
    assert {found["local-differential-privacy"], found["trusted-execution"]} <= {EN_DASH, "○"}


def test_a_difference_shows_in_the_verdict():
    """An answer with noise withstood the attack, and is not called exact."""
    off = made(SHARING, 10_000, 0.01, error=3.0, attack=attempt("failed"))

    shown = matrix_exhibit(matrix.build([off], cases=["aio"]), lang="en")

    assert marks(shown)["secret-sharing"] == "≈"
    assert "in 0 of them" in shown.meaning.lower()


def test_costs_in_the_matrix_are_multiples_of_the_cheapest():
    """The cheapest technique of the case counts as 1; the dearest is named with its factor."""
    shown = matrix_exhibit(MATRIX, by="seconds", lang="en")
    found = marks(shown)

    assert found["plain-exchange"] == f"1.0{TIMES}"
    assert found["secret-sharing"].rstrip(TIMES) in {"9", "9.0", "10", "11"}
    assert "Homomorphic encryption for AIO supplement" in shown.meaning


def test_an_unknown_measure_is_refused():
    """Only the measures of the matrix can be shown."""
    with pytest.raises(ParameterError):
        matrix_exhibit(MATRIX, by="beauty", lang="en")


def test_other_tools_stand_at_their_ratio_with_its_spread():
    """The point is the median of the ratios per turn; the whisker goes from lowest to highest."""
    shown = peers_exhibit([PEER], lang="en")
    point = shown.figure.data[0]

    assert list(point.x) == [3.0]
    assert (list(point.error_x.array), list(point.error_x.arrayminus)) == ([1.0], [1.0])
    assert shown.rows[0][2:5] == ("4 s", "2 s", "3.0 (2.0 to 4.0)")


def test_absent_tools_are_named_with_the_reason():
    """Who could not be measured stands in the table and in the sentence, not in the picture."""
    shown = peers_exhibit([PEER, ABSENT], lang="en")

    assert ABSENT.label in shown.misleads
    assert shown.rows[1][0].startswith(ABSENT.label)
    assert len(shown.rows[1][-1]) > 20
    assert sum(len(trace.x) for trace in shown.figure.data) == 1


@pytest.mark.parametrize(("lang", "word"), [("nl", "Geschat"), ("en", "Estimated")])
def test_an_estimate_of_another_tool_is_called_one(lang, word):
    """Where few numbers were measured and the time was converted, the row says so."""
    turns = peers.Turns((4.0, 4.0, 9.0), more={"extrapolated_from": 100})
    rows = peers_exhibit([PEER, replace(PEER, turns=turns)], lang=lang).rows

    assert word not in rows[0][-1]
    assert word in rows[1][-1]
    assert "100" in rows[1][-1]


def test_checks_divide_what_was_foretold_by_what_was_measured():
    """A band that holds 1 is inside; the law that was furthest off is named."""
    shown = checks_exhibit([CHECK, OUTSIDE], lang="en")
    _, inside, outside = shown.figure.data

    assert (list(inside.x), list(outside.x)) == ([2.0], [0.25])
    assert "For 1 of the 2" in shown.meaning
    assert "predicted was 0.25 times" in shown.meaning
    assert [row[-1] for row in shown.rows] == ["no", "yes"]


def test_the_network_model_stands_beside_what_was_measured():
    """Estimate upwards, measurement to the right, and the error in words."""
    shown = network_error_exhibit(VALIDATION, lang="en")

    assert (list(shown.figure.data[1].x), list(shown.figure.data[1].y)) == ([1.0], [1.1])
    assert "national network 10%" in shown.meaning
    assert shown.rows == (("national network", "1", "10.0%", "10.0%", "10.0%"),)


@pytest.mark.parametrize("of", ["euro", "kwh"])
def test_bills_are_stacked_to_their_total(of):
    """The parts of a bar add up to the middle of the bill, and the whisker spans its range."""
    priced = bills()
    shown = bills_exhibit(priced, case="aio", n=1_000_000, of=of, lang="en")
    *parts, ranges = shown.figure.data
    total = getattr(priced[SHARING], of)

    assert sum(part.x[0] for part in parts) == pytest.approx(total.middle)
    assert ranges.x[0] + ranges.error_x.array[0] == pytest.approx(total.high)
    assert ranges.x[0] - ranges.error_x.arrayminus[0] == pytest.approx(total.low)
    assert "times as much as \u2018Send everything" in shown.meaning
