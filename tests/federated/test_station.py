"""What a station answers and refuses, without any engine."""

import json

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError, PrivacyError, ProtocolError
from pet_workbench.federated import Cox, Logistic, newton
from pet_workbench.federated.guard import Guard
from pet_workbench.federated.order import Order
from pet_workbench.federated.station import answer, fit
from tests.federated.made import adding, hospitals

SITES = hospitals((900, 600, 500))
NAMES = ("age", "stage", "volume")
LOGISTIC = Order("logistic", NAMES, "died")
COX = Order("cox", NAMES, "died", "months", tuple(float(month) for month in range(1, 37)))
OPEN = Guard(models=("logistic", "cox"))


def table(site):
    """Return the table of a site, as its keeper would have it."""
    columns = dict(zip(NAMES, site.features.T, strict=True))
    return {**columns, "died": site.outcome, "months": site.times}


def asking(order, sites, guard=OPEN):
    """Return what asks every site, through JSON, as an engine does."""

    def ask(at):
        told = json.loads(json.dumps(at))
        return [json.loads(json.dumps(answer(table(site), order, told, guard))) for site in sites]

    return ask


@pytest.mark.parametrize("order", [LOGISTIC, COX], ids=["logistic", "cox"])
def test_what_travels_as_text_gives_the_very_fit(order):
    """Lists through JSON lose nothing: the fit is that of `newton`, bit for bit."""
    model = order.make()
    expected = newton(model, adding(model, SITES))
    found = fit(order, asking(order, SITES), stations=3)
    assert found["coefficients"] == expected.coefficients.tolist()
    assert found["errors"] == expected.errors.tolist()
    assert (found["rounds"], found["stations"]) == (expected.rounds, 3)


def test_an_order_is_the_same_after_a_journey():
    """As JSON and back, an order is the same order, and makes the same model."""
    told = json.loads(json.dumps(vars(COX)))
    assert Order.of(told) == COX
    assert COX.make() == Cox(3, COX.moments)
    assert LOGISTIC.make() == Logistic(3)


@pytest.mark.parametrize(
    ("rows", "deaths", "guard", "allowed"),
    [
        (50, 10, Guard(), True),
        (49, 10, Guard(), False),
        (60, 9, Guard(), False),
        (60, 51, Guard(), False),
        (40, 10, Guard(least_rows=40), True),
        (14, 7, Guard(least_rows=1, least_outcomes=1), False),
        (15, 7, Guard(least_rows=1, least_outcomes=1), True),
    ],
)
def test_a_small_table_tells_nothing(rows, deaths, guard, allowed):
    """Fewer rows, or fewer with or without the outcome, than the keeper says: refused; and a
    station never tells more numbers (15 here) than it has patients.
    """
    columns = {name: np.arange(rows) * 0.01 for name in NAMES}
    columns["died"] = (np.arange(rows) < deaths).astype(float)
    if allowed:
        assert len(answer(columns, LOGISTIC, [0.0] * 4, guard)["sums"]) == 15
    else:
        with pytest.raises(PrivacyError) as caught:
            answer(columns, LOGISTIC, [0.0] * 4, guard)
        assert caught.value.id == "errors.federated_too_few"


def test_a_survival_model_needs_leave():
    """Its sums are about ever fewer patients, so a keeper has to allow them by name."""
    at = [0.0] * 3
    with pytest.raises(PrivacyError, match="cox"):
        answer(table(SITES[0]), COX, at, Guard())
    with pytest.raises(PrivacyError, match="435"):
        answer(table(hospitals((400,))[0]), COX, at, OPEN)


def test_a_column_that_is_not_allowed_is_not_read():
    """The order is refused before any column is looked at."""
    guard = Guard(columns=("age", "stage", "died"))
    with pytest.raises(PrivacyError, match="volume"):
        answer({}, LOGISTIC, [0.0] * 4, guard)


@pytest.mark.parametrize("wrong", ["gone", "text", "nan"])
def test_an_error_quotes_no_value(wrong):
    """A column that is absent, holds text or lacks a value is named; no value of a patient is."""
    columns = table(SITES[0])
    columns["age"] = {"text": ["Jansen 71"] * 900, "nan": [np.nan] * 900}.get(wrong)
    if wrong == "gone":
        del columns["age"]
    with pytest.raises(DataError) as caught:
        answer(columns, LOGISTIC, [0.0] * 4, OPEN)
    assert "Jansen" not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("at", [[], [0.0] * 5, [0.0, 0.0, 0.0, float("inf")]])
def test_coefficients_have_to_fit(at):
    """One for each feature and the constant, finite."""
    with pytest.raises(ParameterError):
        answer(table(SITES[0]), LOGISTIC, at, OPEN)


@pytest.mark.parametrize("answers", [[None, {}], []])
def test_a_station_that_is_silent_stops_the_fit(answers):
    """Nothing is fitted to those who did answer, and the message says how many did."""
    ask = asking(LOGISTIC, SITES[:1])
    with pytest.raises(ProtocolError) as caught:
        fit(LOGISTIC, lambda at: [*ask(at), *answers], stations=3)
    assert caught.value.parameters == {"stations": 3, "n": 1}


def test_two_stations_are_too_few():
    """With two, each could take its own sums from the total."""
    with pytest.raises(ParameterError):
        fit(LOGISTIC, asking(LOGISTIC, SITES[:2]), stations=2)
    assert fit(LOGISTIC, asking(LOGISTIC, SITES[:2]), stations=2, least_stations=2)["rounds"] > 1


@pytest.mark.parametrize(
    "order",
    [
        {"model": "forest", "features": ["a"], "outcome": "b"},
        {"model": "logistic", "features": [], "outcome": "b"},
        {"model": "cox", "features": ["a"], "outcome": "b", "times": "t"},
        {"model": "cox", "features": ["a"], "outcome": "b", "moments": [1.0]},
    ],
)
def test_an_order_has_to_be_whole(order):
    """An unknown model, no features, or a survival model without times or moments."""
    with pytest.raises(ParameterError):
        Order.of(order)


@given(st.text(max_size=12))
@example("²")
@example(" 7 ")
def test_settings_that_make_no_sense_stop_a_station(value):
    """A number of rows that is no whole number above 0 is refused, never ignored."""
    told = {"PET_WORKBENCH_LEAST_ROWS": value}
    try:
        guard = Guard.of(told)
    except ParameterError:
        return
    assert guard.least_rows == int(value) >= 1


def test_settings_of_a_keeper_win():
    """What is set counts, spaces or not; what is not set keeps its default."""
    guard = Guard.of({"PET_WORKBENCH_MODELS": " logistic , cox ", "PATH": "/bin"})
    assert guard == Guard(models=("logistic", "cox"))
    with pytest.raises(ParameterError):
        Guard.of({"PET_WORKBENCH_MODELS": "forest"})
