"""The summary counts what the records hold, and claims nothing that they do not."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from pet_workbench.bench import matrix
from pet_workbench.i18n import LANGUAGES
from pet_workbench.reports.summary import PLAIN, is_unprotected, prices, protecting, summary
from tests.widgets.invented_records import SIZES, records

FAST = [record for record in records() if record.n < SIZES[-1]]
"""Secret sharing takes two seconds for the largest of these."""


def built(found):
    """Return the matrix of records of one case."""
    return matrix.build(found, cases=["aio"])


def test_the_message_counts_the_cases_that_are_done_in_time():
    """Two seconds is quick, twenty seconds are not."""
    quick, slow = (summary(one, built(one), "en") for one in (FAST, records()))

    assert quick[0].startswith("In 1 of the 1 cases")
    assert quick[1].startswith("In all of them")
    assert slow[0].startswith("In 0 of the 1 cases")
    assert not any("of them" in sentence for sentence in slow)


def test_answers_with_a_difference_are_counted_apart():
    """Where no protection answers exactly, none of the cases is called exact."""
    off = [replace(one, error=3.0) for one in FAST]

    assert summary(off, built(off), "en")[1].startswith("In 0 of them")


def test_the_price_is_taken_at_the_largest_common_size():
    """Secret sharing takes ten times as long as plain exchange, at a million people."""
    shorter = [one for one in records() if (one.technique, one.n) != (PLAIN, SIZES[-1])]

    for found in (records(), shorter):
        (price,) = prices(found, built(found))
        assert price.case == "aio"
        assert price.times == pytest.approx(10)


def test_who_reads_whole_files_does_not_count_as_protection():
    """A technique that leaks all data to a party is left out, whatever it is called."""
    known = built(records())
    leaking = SimpleNamespace(
        cases=known.cases,
        evidence=lambda case: tuple(replace(one, level="readable") for one in known.evidence(case)),
    )

    assert len(protecting(known, "aio")) == 2
    assert protecting(leaking, "aio") == ()
    assert summary(records(), leaking, "en") == ()


def test_attacks_are_counted_apart_with_and_without_protection():
    """The attack on plain exchange succeeds, the one on secret sharing fails; others: none."""
    said = " ".join(summary(records(), built(records()), "en"))

    assert "with 1 of the 1 ways" in said
    assert "with 0 of the 1" in said
    untried = [replace(one, attack=None) for one in records()]
    assert "attack" not in " ".join(summary(untried, built(untried), "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_busy_computer_is_told(lang):
    """More work than cores makes one sentence more; an unknown load makes none."""
    busy = [replace(one, machine={**one.machine, "load": "5.0"}) for one in records()]
    unknown = [replace(one, machine={**one.machine, "load": "?"}) for one in records()]
    plain = len(summary(records(), built(records()), lang))

    assert len(summary(busy, built(busy), lang)) == plain + 1
    assert len(summary(unknown, built(unknown), lang)) == plain


def test_leaving_small_numbers_out_is_what_protection_is_compared_with():
    """Somebody saw all data first; noise added by a third party does protect readers."""
    assert is_unprotected("suppression:complementary")
    assert not is_unprotected("trusted-third-party+differential-privacy")
