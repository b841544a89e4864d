"""Tests of what goes wrong on the page of `aio`: collusion, differences, counting, tampering."""

from itertools import combinations

import numpy as np
import pytest

from pet_workbench.attacks.masked_differences import Multiplier
from pet_workbench.i18n import catalogue, number
from pet_workbench.usecases.aio import CASE
from pet_workbench.usecases.aio.encrypted import MOST_CENTS
from pet_workbench.usecases.aio.population import norms_cents
from pet_workbench.widgets.aio import AioPage
from pet_workbench.widgets.aio.collusion import gain, learn
from pet_workbench.widgets.aio.masks import LOOKS, WIDTHS, doubts
from pet_workbench.widgets.aio.state import HOMOMORPHIC, PLAIN, SECRET, TRUSTED
from pet_workbench.widgets.case.tampering import change_one_word

TABLES = CASE.load(n=1_000, seed=2)
PARTIES = ("SVB", "UWV", "CBS")
COALITIONS = [c for k in (1, 2) for c in combinations(PARTIES, k)]


@pytest.fixture(params=("nl", "en"))
def page(request):
    """Return a page with a population that is quick to compute with."""
    made = AioPage(lang=request.param)
    made.state.n = 2_000
    return made


def words(page, key):
    """Return the first words of a text, up to its first placeholder."""
    return catalogue(page.lang)[key].split("{")[0]


@pytest.mark.parametrize("coalition", [c for c in COALITIONS if "CBS" in c], ids="+".join)
def test_another_third_party_learns_the_same(coalition):
    """Who plays the third party changes nothing about what can be learned."""
    one = CASE.run(SECRET, TABLES, minimum_found=1)
    two = CASE.run(SECRET, TABLES, minimum_found=1, third_party="RINIS")
    other = tuple("RINIS" if party == "CBS" else party for party in coalition)
    assert gain(other, learn(other, two, TABLES)) == gain(coalition, learn(coalition, one, TABLES))


def test_recovered_incomes_are_the_real_ones(page):
    """What SVB and the third party read together is what UWV has."""
    coalition = ("SVB", "CBS")
    learned = learn(coalition, page.state.outcome(SECRET), page.state.tables)
    real = page.state.tables["UWV"].set_index("person")["income_cents"]
    expected = real.reindex(learned.persons).fillna(0).to_numpy()
    assert (learned.amounts == expected).all()
    assert len(learned.persons)


@pytest.mark.parametrize(
    ("technique", "ticked", "key", "has_table"),
    [
        (SECRET, ("svb",), "aio.collusion_nothing_one", False),
        (SECRET, ("svb", "uwv"), "aio.collusion_own_files", True),
        (SECRET, ("svb", "third"), "aio.collusion_unmask", True),
        (SECRET, ("uwv", "third"), "aio.collusion_recognise", True),
        (SECRET, ("svb", "uwv", "third"), "aio.collusion_own_files", True),
        (HOMOMORPHIC, ("svb",), "aio.collusion_nothing_one", False),
        (HOMOMORPHIC, ("uwv",), "aio.collusion_asked", True),
        (HOMOMORPHIC, ("svb", "third"), "aio.collusion_nothing_more", False),
        (HOMOMORPHIC, ("uwv", "third"), "aio.collusion_asked", True),
        (HOMOMORPHIC, ("svb", "uwv"), "aio.collusion_own_files", True),
        (TRUSTED, ("third",), "aio.collusion_already", True),
        (TRUSTED, ("uwv", "third"), "aio.collusion_told", True),
        (PLAIN, ("third",), "aio.collusion_nothing_one", False),
        (PLAIN, ("uwv", "third"), "aio.collusion_nothing_more", False),
        (PLAIN, ("svb",), "aio.collusion_already", True),
    ],
)
def test_each_coalition_gets_its_own_sentence(page, technique, ticked, key, has_table):
    """The button tells what this coalition learns from this technique, with a few rows of it."""
    page.state.technique = technique
    for name, box in page.collusion.boxes.items():
        box.value = name in ticked
    page.collusion.collude()

    assert page.collusion.sentence.value.startswith(words(page, key))
    assert ("<td" in page.collusion.table.value) == has_table


def test_nobody_colludes_alone_with_nobody(page):
    """Without a tick the page asks for one."""
    page.collusion.collude()
    assert page.collusion.sentence.value == words(page, "case.collusion_nobody")


def test_a_result_does_not_outlive_its_run(page):
    """Another limit or another tick takes the old result away."""
    page.collusion.boxes["svb"].value = page.collusion.boxes["third"].value = True
    page.collusion.collude()
    page.state.limit = 111
    assert page.collusion.table.value == ""
    page.collusion.collude()
    page.collusion.boxes["uwv"].value = True
    assert page.collusion.sentence.value == words(page, "case.collusion_ready")


def test_the_brake_hides_the_number_too(page):
    """When fewer are found than agreed, the page does not say how many."""
    page.state.limit = 103
    found = page.state.outcome().exact.size
    assert number(found, page.lang) in page.limits.small.value
    page.limits.minimum.value = 500
    assert page.state.outcome().answer.households is None
    assert str(found) not in page.limits.small.value
    assert str(found) not in page.try_it.sentence.value


def test_with_homomorphic_encryption_the_brake_is_a_promise(page):
    """The page says who keeps it, and SVB's card does not claim that nothing was seen."""
    page.state.technique = HOMOMORPHIC
    found = page.words.number(page.state.outcome().answer.households.size)
    said = page.words("minimum_opened_by_svb", found=found, minimum="10")
    assert page.limits.small.value == said
    page.limits.minimum.value = 500
    page.limits.waiting.button.click()
    assert page.state.outcome().answer.households is None
    assert page.limits.small.value == page.words("minimum_withheld_by_svb", minimum="500")
    assert page.words("seen_answer_kept") in page.seen.cards["svb"].value


def test_sending_everything_has_no_brake(page):
    """Where SVB computes by itself, nothing is withheld."""
    page.state.technique = PLAIN
    page.limits.minimum.value = 500
    assert page.state.outcome().answer.households is not None


@pytest.mark.parametrize("questions", [2, 9])
def test_differences_put_households_between_limits(page, questions):
    """Every household that is singled out really has an income between its two limits."""
    page.limits.attack(questions)
    incomes = page.state.incomes
    assert len(page.limits.found) == questions - 1
    assert sum(bracket.items.size for bracket in page.limits.found) > 0
    for bracket in page.limits.found:
        homes = incomes.loc[bracket.items]
        norms = np.array(norms_cents())[homes["size"] - 1]
        total = homes["aow_cents"] + homes["other_cents"]
        assert (total >= np.rint(norms * bracket.low / 100)).all()
        assert (total < np.rint(norms * bracket.high / 100)).all()
    assert page.limits.chart.layout.display == ""
    assert len(page.limits.chart.figure["data"][0]["y"]) == questions - 1


def test_the_order_of_the_limits_does_not_matter(page):
    """A reader who fills in the high limit first gets the same answer."""
    page.limits.attack(2)
    households = page.limits.found[0].items.tolist()
    page.limits.low.value, page.limits.high.value = 110, 100
    page.limits.attack(2)
    assert page.limits.found[0].items.tolist() == households


def test_equal_limits_are_refused(page):
    """Two times the same question gives no difference."""
    page.limits.high.value = page.limits.low.value
    page.limits.attack(2)
    assert page.limits.sentence.value == words(page, "aio.difference_same")


def test_uwv_stops_after_the_number_agreed(page):
    """The answers before the refusal are compared; the refusal is told and logged."""
    page.limits.allowed.value = 3
    page.limits.attack(9)
    assert len(page.limits.found) == 2
    assert "pet-error" in page.limits.refusal.value
    assert page.state.runs[-1].is_refused
    page.limits.attack(2)
    assert page.limits.found == ()
    assert page.limits.sentence.value == words(page, "aio.difference_too_little")


def test_a_new_agreement_starts_at_zero(page):
    """Moving UWV's slider makes a new counter."""
    page.limits.allowed.value = 1
    page.limits.attack(2)
    page.limits.allowed.value = 2
    page.limits.attack(2)
    assert page.limits.refusal.value == ""
    assert len(page.limits.found) == 1


def test_withheld_answers_are_not_compared(page):
    """Where the brake acts, the differencing attack has nothing to work with."""
    page.limits.minimum.value = 500
    page.limits.attack(9)
    assert page.limits.found == ()
    assert page.limits.sentence.value == words(page, "aio.difference_too_little")


def test_every_question_is_in_the_log(page):
    """What the sliders and the buttons asked stands in the table, newest last."""
    limits, _ = page.limits, page.try_it
    page.state.limit = 120
    limits.attack(2)
    assert [run.limit for run in page.state.runs][-3:] == [120, 100, 110]
    assert "120%" in limits.history.value


def test_new_data_take_the_attack_away(page):
    """A difference about another population is not left standing."""
    page.limits.attack(2)
    page.state.n = 1_000
    assert page.limits.found == ()
    assert page.limits.chart.layout.display == "none"


@pytest.mark.parametrize(
    ("minimum", "key"), [(1, "aio.tamper_multiply_result"), (500, "case.tamper_multiply_same")]
)
def test_one_button_shows_both_endings(page, minimum, key):
    """A change while computing passes unnoticed, a change at the opening stops the run.

    Where nothing is opened, a change in the comparison changes nothing that anybody reads.
    """
    page.state.minimum = minimum
    page.tampering.tamper()
    assert page.tampering.multiplied.value.startswith(words(page, key))
    assert page.tampering.opened.value == words(page, "case.tamper_open_result")
    page.state.limit = 99
    assert page.tampering.multiplied.value == ""


def test_one_changed_word_makes_a_wrong_answer():
    """Flipping one word of the last carries swaps the answer of its 32 households (or fewer)."""
    honest = CASE.run(SECRET, TABLES, minimum_found=1)
    (place,) = AioPage(lang="nl").multiplications(honest)
    changed = CASE.run(SECRET, TABLES, minimum_found=1, interfere=change_one_word(place))
    assert honest.error == 0
    assert 0 < changed.error <= 32


@pytest.mark.parametrize("doubt", ["couple", "near", "edge"])
def test_uwv_guesses_better_than_a_coin_from_the_cheap_mask_only(page, doubt):
    """Counted and worked out agree; digit by digit the score is that of a coin."""
    page.masks.doubt.value = doubt
    page.masks.attack()
    found = page.masks.found
    assert found.cheap == pytest.approx(found.computed, abs=5 / 2 / np.sqrt(LOOKS))
    assert found.computed > 0.53
    assert found.by_digits == pytest.approx(0.5, abs=5 / 2 / np.sqrt(LOOKS))
    for share in (found.cheap, found.computed, found.by_digits):
        assert page.words.number(100 * share, 1) in page.masks.table.value
    assert page.masks.chart.layout.display == ""
    assert len(page.masks.chart.figure["data"]) == 2


def test_a_wider_mask_helps_and_not_enough(page):
    """With the widest that fits, UWV is still ahead of a coin."""
    computed = []
    for width in WIDTHS:
        page.masks.width.value = width
        assert page.masks.found is None
        page.masks.attack()
        computed.append(page.masks.found.computed)
    assert computed == sorted(computed, reverse=True)
    assert computed[-1] > 0.53


def test_the_widest_mask_fills_what_seal_holds():
    """A sign, the largest difference and the widest multiplier take 60 bits together."""
    largest = Multiplier(WIDTHS[-1])
    differences = (MOST_CENTS + 1).bit_length() + 1
    assert 1 + differences + largest.low_bits + largest.bits == 60


def test_the_doubt_about_a_couple_is_that_of_two_real_households(page):
    """Both distances follow from the published amounts: two incomes, or one, and their limits."""
    single, couple = norms_cents()
    alone, together = doubts()["couple"]
    assert alone == 30_000 + round(0.9 * 145_953) - single
    assert together == 110_000 + 2 * round(0.9 * 99_187) - couple
