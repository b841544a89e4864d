"""Data sheets: plain values that say what a file is, also what was not found."""

import json

import pytest

from pet_workbench.synthetic.datasheet import ALWAYS, NOT_FOR, datasheet
from pet_workbench.synthetic.generator import GENERATORS
from pet_workbench.synthetic.risk import Risk
from pet_workbench.synthetic.utility import distances, least_squares, refit
from tests.synthetic.made import drawn, fitted
from tests.synthetic.pupils import PUPILS, halves

RISKS = [Risk("nearest", 100, 9, 100, 7), Risk("inference", 100, 50, 100, 20)]


def sheet(name):
    """Return the data sheet of the synthetic pupils of a generator."""
    train, _ = halves()
    found = refit(
        lambda table: least_squares(table, target="lpo", features=["iqv"]),
        real=train,
        synthetic=drawn(name),
    )
    return datasheet(
        fitted(name),
        PUPILS,
        rows=len(drawn(name)),
        learned_from=len(train),
        apart=distances(train, drawn(name), PUPILS),
        auc={"synthetic": 0.7, "real": 0.75},
        refits={"score": found},
        risks=RISKS,
    )


@pytest.mark.parametrize("name", ["copy", "cart-not-private", "private"])
def test_a_sheet_is_plain_and_whole(name):
    """It goes through JSON unchanged, with every risk that was tried and what it is not for."""
    plain = sheet(name).to_mapping()
    assert json.loads(json.dumps(plain)) == plain
    assert set(plain["risks"]) == {"nearest", "inference"}
    assert plain["risks"]["nearest"]["interval"][0] < 0
    assert plain["not_for"] == [*ALWAYS, *NOT_FOR[name]]
    assert plain["utility"]["refits"]["score"]["names"] == ["constant", "iqv"]
    assert set(plain["columns"]) == set(PUPILS)


def test_only_private_rows_have_a_budget():
    """Epsilon, delta and terms stand on their sheet; how many rows there were does not."""
    private, trees = sheet("private").to_mapping(), sheet("cart-not-private").to_mapping()
    assert (private["budget"]["epsilon"], private["budget"]["delta"]) == ("1", "1/1000000")
    assert private["budget"]["terms"]["unit"] == "person"
    assert private["learned_from"] is None
    assert trees["budget"] is None
    assert trees["learned_from"] == len(halves()[0])


def test_every_generator_is_not_for_something():
    """Also the private one."""
    assert set(NOT_FOR) == set(GENERATORS)
    assert all(NOT_FOR.values())


def test_trees_are_not_for_publication():
    """That stands on the sheet, beside the promise: none."""
    found = sheet("cart-not-private")
    assert found.promise == "none"
    assert "publication" in found.not_for
