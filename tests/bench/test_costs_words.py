"""Tests of the words about costs."""

import tomllib

import pytest

from pet_workbench.bench.costs import (
    ENERGY,
    FORMULAS,
    PARTS,
    QUANTITIES,
    Prices,
    fit,
    words,
)
from pet_workbench.datasets import data_path
from pet_workbench.i18n import LANGUAGES, catalogue, text
from tests.bench.costs_records import growing

TOPICS = ("networks", "law", "check", "bill", "energy", "validation")
each_language = pytest.mark.parametrize("lang", LANGUAGES)


@each_language
def test_every_price_has_a_name_a_unit_a_source_and_a_reason(lang):
    """Nothing that is charged stays unexplained."""
    prices = Prices.load()
    for price in [*prices, *prices.outside.values()]:
        for say in (words.price_name, words.unit, words.source, words.why):
            assert say(price, lang)


@each_language
def test_a_price_of_ones_own_is_not_said_to_be_published(lang):
    """Whoever changes a price does not get the old source with it."""
    mine = Prices.load().replace(kwh=0.3)["kwh"]
    assert words.source(mine, lang) == text("costs.price_of_your_own", lang)
    assert words.why(mine, lang) == ""
    assert words.unit(mine, lang) == words.unit(Prices.load()["kwh"], lang)


def test_the_english_texts_are_those_of_the_file():
    """The file of prices and the catalogue give the same sources and reasons."""
    file = tomllib.loads((data_path() / "prices.toml").read_text(encoding="utf-8"))
    tables = {**file, **file["outside"]}
    prices = Prices.load()
    for price in [*prices, *prices.outside.values()]:
        assert tables[price.id]["source"] == catalogue("en")[f"costs.source_{price.id}"]
        assert tables[price.id]["why"] == catalogue("en")[f"costs.why_{price.id}"]


@each_language
def test_all_names_are_there(lang):
    """Quantities, kinds of growth, and parts of a bill have names."""
    said = {
        *(words.quantity_name(id, lang) for id in QUANTITIES),
        *(words.part_name(id, lang) for id in PARTS),
        *(text(f"costs.formula_{id}", lang) for id in FORMULAS),
    }
    assert len(said) == len(QUANTITIES) + len(PARTS) + len(FORMULAS)
    assert all(words.energy_name(id, lang) for id in ENERGY)


@each_language
def test_each_topic_says_what_it_means_and_when_it_misleads(lang):
    """Two different sentences per figure."""
    for topic in TOPICS:
        assert words.means(topic, lang).endswith(".")
        assert words.misleads(topic, lang).endswith(".")
        assert words.means(topic, lang) != words.misleads(topic, lang)


def test_growth_is_told_as_what_twice_as_much_takes():
    """In proportion is twice as much, in the reader's own way of writing."""
    law = fit(growing((1_000, 10_000, 100_000), lambda n: 1e-6 * n), "bytes")
    assert "2.0 times" in words.doubling(law, "en")
    assert "2,0 keer" in words.doubling(law, "nl")
    assert words.growth(law, "nl") == "groeit evenredig met het aantal"


def test_what_is_not_in_a_bill_is_said_with_an_amount_beside_it():
    """People and contracts, and what somebody named for a PET in use."""
    assert "€ 25.000" in words.outside(Prices.load(), "nl")
    assert "€30,000" in words.outside(Prices.load(), "en")
