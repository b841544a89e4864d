"""The content file holds what the sources say, and the published signs come out of our amounts."""

from dataclasses import replace

import pytest

from pet_workbench.decide import content, sources
from pet_workbench.decide.balance import (
    SIGNS,
    TOLD,
    Amount,
    about,
    defaults,
    example,
    examples,
    outlook,
    published,
    source_of,
    told,
    word,
)
from pet_workbench.i18n import LANGUAGES

REPORT = {
    "insurers": "plus",
    "banks": "minus",
    "kvk": "mixed",
    "authorities": "plus",
    "tno": "plus",
}
"""The last column of the table in appendix A of the report."""


def signs(balance):
    """Return the computed sign per party."""
    return {id: result.sign for id, result in outlook(balance).parties.items()}


def with_amount(balance, id, amount):
    """Return the same balance with other amounts of one line."""
    line = next(line for line in balance.lines if line.id == id)
    return balance.with_line(replace(line, amount=amount))


def test_the_content_file_has_the_signs_of_the_report():
    """Insurers plus, banks minus, KVK both ways, NZa and IKZ plus, TNO plus."""
    assert dict(published("fraud")) == REPORT


def test_our_amounts_reproduce_the_published_signs():
    """The amounts are ours; the signs that follow are those of appendix A."""
    assert signs(example("fraud")) == REPORT


@pytest.mark.parametrize("rate", [0.0, 0.028, 0.05])
def test_the_signs_do_not_hang_on_the_discount_rate(rate):
    """The same signs without discounting, at a somewhat higher rate, and at 5 %."""
    assert signs(example("fraud").with_(rate=rate)) == REPORT


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_signs_do_not_hang_on_the_seed(seed):
    """Other random numbers give the same signs."""
    from pet_workbench.decide.balance import rules

    seen = outlook(example("fraud"), replace(rules(), seed=seed)).parties
    assert {id: result.sign for id, result in seen.items()} == REPORT


@pytest.mark.parametrize(
    ("line", "amount", "party", "becomes"),
    [
        ("insurers-recovered", Amount(0, 50_000, 100_000), "insurers", "minus"),
        ("insurers-recovered", Amount(100_000, 240_000, 400_000), "insurers", "mixed"),
        ("banks-fewer", Amount(250_000, 300_000, 400_000), "banks", "plus"),
        ("kvk-better", Amount(60_000, 80_000, 100_000), "kvk", "plus"),
        ("kvk-better", Amount(0, 5_000, 10_000), "kvk", "minus"),
        ("authorities-signals", Amount(0, 10_000, 20_000), "authorities", "minus"),
        ("tno-paid", Amount(0, 50_000, 100_000), "tno", "minus"),
    ],
)
def test_other_amounts_turn_a_sign_and_only_that_one(line, amount, party, becomes):
    """A sign follows from the amounts of its party, and from nothing else."""
    found = signs(with_amount(example("fraud"), line, amount))
    assert found == {**REPORT, party: becomes}


@pytest.mark.parametrize("id", examples())
def test_every_line_has_a_source_or_is_ours_and_every_example_says_so(id):
    """Nothing stands there without a word on where it comes from, in both languages."""
    balance = example(id)
    for line in balance.lines:
        assert [sources.get(one) for one in source_of(line, balance)]
    for lang in LANGUAGES:
        assert about(id).ours.of(lang)
        assert about(id).beside.of(lang)
    assert "ours" in about(id).sources


def test_changed_amounts_have_no_source_any_more():
    """What a reader filled in is not attributed to a report."""
    balance = with_amount(example("fraud"), "banks-licence", Amount.exactly(1))
    line = next(line for line in balance.lines if line.id == "banks-licence")
    assert source_of(line, balance) == ()


def test_the_default_costs_are_those_of_the_sources():
    """25 to 30 thousand for a licence, 10 to 20 thousand for a package, internal work first."""
    ends = {id: (one.line.amount.low, one.line.amount.high) for id, one in defaults().items()}
    assert ends["licence"] == (25_000, 30_000)
    assert ends["package"] == (10_000, 20_000)
    assert defaults()["licence"].sources == ("pet-adoption-report",)
    assert defaults()["package"].sources == ("poverty-podcasts",)
    assert "ours" in defaults()["set-up"].sources
    licence, upkeep = defaults()["licence"].line.amount, defaults()["upkeep"].line.amount
    assert upkeep.likely > licence.likely
    assert defaults()["set-up"].line.amount.likely > licence.likely


def test_the_discount_rate_has_an_official_source():
    """2.25 % with the address of the page where the government's rate stands."""
    read = content.read("balance")["discount"]
    assert read["rate"] == 0.0225
    assert sources.get(read["source"][0]).url.startswith("https://www.rwseconomie.nl/")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_report_says_in_words_stands_beside_every_party(lang):
    """Each of the five parties has the source's own words on all five points."""
    assert all(told("fraud", party, about_, lang) for party in REPORT for about_ in TOLD)
    assert len({word("signs", sign, lang) for sign in SIGNS}) == len(SIGNS)
