"""The page on homomorphic encryption: what it shows is what really happens, in both languages."""

import time

import numpy as np
import pytest

from pet_workbench.bench.peers import OURS
from pet_workbench.core import DataError
from pet_workbench.he.errors import DepthError, RangeError, TamperedError, WrongKeyError
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.parameters import make_bfv
from pet_workbench.he.security import allowed_bits
from pet_workbench.i18n import LANGUAGES, catalogue, day, number
from pet_workbench.widgets.homomorphic import Homomorphic
from pet_workbench.widgets.homomorphic.box import AMOUNTS, BONUSES, MONTHS, STEPS
from pet_workbench.widgets.homomorphic.chooser import WORKS
from pet_workbench.widgets.homomorphic.cost import timed_sum
from pet_workbench.widgets.homomorphic.holders import ARRANGEMENTS
from pet_workbench.widgets.homomorphic.inside import COUNTS
from pet_workbench.widgets.homomorphic.meter import BOUNDS, MOST_DEPTH, SCALES
from pet_workbench.widgets.homomorphic.page import TASKS
from pet_workbench.widgets.homomorphic.recorded import fastest, recorded_html
from pet_workbench.widgets.homomorphic.recovery import HOWS, INCOMES
from pet_workbench.widgets.homomorphic.schemes import COUNTS as HOUSEHOLDS
from pet_workbench.widgets.homomorphic.schemes import LARGEST
from pet_workbench.widgets.homomorphic.tampered import ADDED, CHANGES, TRIES, refused_envelopes
from pet_workbench.widgets.homomorphic.tampered import AMOUNTS as SENT
from pet_workbench.widgets.homomorphic.trial import (
    BUDGET_BITS,
    DEGREE,
    SHARE,
    SQUARE,
    carry_out,
    digits,
    parameters_of,
    try_out,
)
from pet_workbench.widgets.homomorphic.wrong_key import FIRST, MISTAKES, SCHEMES, SECOND
from pet_workbench.widgets.job import Cancelled
from tests.bench.peer_kit import record

PARTS = (
    "box", "holders", "inside", "meter", "schemes", "chooser", "sizes", "wrong_key", "tampered",
    "recovery", "cost", "exercises",
)  # fmt: skip
FAST_SECONDS = 0.3


@pytest.fixture(scope="module")
def page():
    """Return the page in Dutch."""
    return Homomorphic(lang="nl")


@pytest.fixture(scope="module", params=LANGUAGES)
def any_page(request):
    """Return the page in each language."""
    return Homomorphic(lang=request.param)


def _closing(page, key):
    """Return how a text ends, after its last placeholder."""
    return catalogue(page.words.lang)[f"homomorphic.{key}"].rpartition("}")[2]


@pytest.mark.parametrize("name", PARTS)
def test_every_part_can_be_shown_alone(any_page, name):
    """A part is made once, and needs no other."""
    assert getattr(any_page, name) is getattr(any_page, name)


class TestBox:
    """A number goes out in a box and comes back computed with."""

    @pytest.mark.parametrize("amount", [AMOUNTS[0], 1_250, AMOUNTS[-1]])
    @pytest.mark.parametrize("bonus", [BONUSES[0], BONUSES[-1]])
    def test_the_answer_is_right(self, page, amount, bonus):
        """What is decrypted is the sum, or twelve times the amount."""
        box = page.box
        box.amount.value, box.bonus.value, box.work.value = amount, bonus, "add"
        assert box.answer == amount + bonus
        box.work.value = "times"
        assert box.answer == MONTHS * amount

    def test_the_walk_goes_to_the_end_and_no_further(self, any_page):
        """Six steps, each with a sentence of its own, and back again."""
        box = any_page.box
        box.refresh()
        told = {box.sentence.value}
        for _ in range(len(STEPS) + 2):
            box.next()
            told.add(box.sentence.value)
        assert (box.step, len(told)) == (len(STEPS) - 1, len(STEPS))
        for _ in range(len(STEPS) + 2):
            box.back()
        assert box.step == 0

    def test_outsiders_see_something_else_each_time(self, page):
        """The same amount, encrypted again, looks different; and so does the answer."""
        box = page.box
        seen = []
        for _ in range(2):
            box.refresh()
            box.next()
            seen.append(box.picture.value)
            for _ in range(3):
                box.next()
            seen.append(box.picture.value)
        assert len(set(seen)) == 4


class TestHolders:
    """Who can read what follows from who holds which key."""

    def test_only_the_holder_of_a_secret_key_reads(self):
        """Nobody without it reads anything, and who gets nothing from others reads nothing."""
        for arrangement in ARRANGEMENTS.values():
            for role in arrangement.places:
                if role not in arrangement.secret:
                    assert not arrangement.reads_inputs(role)
                    assert not arrangement.reads_answer(role)

    @pytest.mark.parametrize("key", ARRANGEMENTS)
    def test_mistakes_are_called_mistakes(self, any_page, key):
        """The verdict is red exactly where somebody reads another's data."""
        holders, chosen = any_page.holders, ARRANGEMENTS[key]
        holders.arrangement.value = key
        is_wrong = any(map(chosen.reads_inputs, chosen.places))
        assert ("pet-wrong" in holders.sentence.value) == is_wrong == (key in ("direct", "both"))

    def test_the_public_context_really_cannot_decrypt(self):
        """The picture's hollow key is an object without a way to read."""
        assert not hasattr(PublicContext, "decrypt")
        assert hasattr(SecretKey, "decrypt")


@pytest.mark.parametrize("count", COUNTS)
def test_two_encryptions_have_nothing_in_common(page, count):
    """Of thousands of coefficients hardly any is equal, and the size goes by whole ciphertexts."""
    page.inside.count.value = count
    assert page.inside.equal <= 1
    assert number(-(-count // 4096), "nl") in page.inside.sentence.value or count <= 4096


class TestMeter:
    """What the gauges say is what the meters know, and what really happens."""

    @pytest.mark.parametrize("bits", SCALES)
    def test_every_scale_uses_one_ring_within_its_bits(self, bits):
        """The larger the scale, the fewer the levels; never more bits than are safe."""
        parameters = parameters_of(bits)
        assert parameters.poly_modulus_degree == DEGREE
        assert parameters.total_bits <= BUDGET_BITS == allowed_bits(DEGREE)

    def test_a_larger_scale_has_no_more_levels(self):
        """Levels are what a scale is paid with."""
        levels = [parameters_of(bits).levels for bits in SCALES]
        assert levels == sorted(levels, reverse=True)
        assert levels[0] > levels[-1]

    @pytest.mark.parametrize("factor", [SHARE, SQUARE])
    @pytest.mark.parametrize("bits", SCALES)
    def test_precision_dies_with_depth_and_grows_with_scale(self, bits, factor):
        """After each multiplication fewer digits are right; a finer scale begins with more."""
        right = [
            digits(meter)
            for meter in try_out(bits, bound=100, factor=factor, depth=MOST_DEPTH).meters
        ]
        assert right == sorted(right, reverse=True)
        finer = try_out(min(bits + 5, SCALES[-1]), bound=100, factor=factor, depth=0).meters
        assert digits(finer[0]) >= right[0]

    def test_too_deep_and_too_large_are_refused_for_their_own_reasons(self):
        """Depth runs out of levels, squares of large numbers run out of range."""
        deep = try_out(40, bound=10, factor=SHARE, depth=MOST_DEPTH)
        large = try_out(50, bound=BOUNDS[-1], factor=SQUARE, depth=MOST_DEPTH)
        assert isinstance(deep.refusal, DepthError)
        assert isinstance(large.refusal, RangeError)

    @pytest.mark.parametrize(
        ("bits", "bound", "factor", "depth"),
        [(25, 1_000, SHARE, 4), (30, 10, SQUARE, 2), (40, 1_000, SHARE, 2), (50, 1, SHARE, 1)],
    )
    def test_the_promise_holds_for_real_ciphertexts(self, bits, bound, factor, depth):
        """The error measured on thousands of random numbers stays within what the meter said."""
        trial = try_out(bits, bound=bound, factor=factor, depth=depth)
        measured = carry_out(bits, bound=bound, factor=factor, depth=depth)
        assert trial.refusal is None
        assert 0 < measured.error <= trial.meters[-1].error

    def test_what_the_meter_refuses_the_ciphertexts_refuse(self):
        """Prediction and protection are the same."""
        with pytest.raises(DepthError):
            carry_out(40, bound=10, factor=SHARE, depth=MOST_DEPTH)

    def test_a_refusal_is_told_and_nothing_can_be_computed(self, any_page):
        """The reason stands on the page in the reader's words, and the button is off."""
        panel = any_page.meter
        panel.depth.value = MOST_DEPTH
        assert panel.trial.refusal is not None
        assert any_page.words("meter_refused") in panel.told.value
        assert panel.button.disabled
        panel.depth.value = 1
        assert not panel.button.disabled
        assert any_page.words("meter_refused") not in panel.told.value

    def test_the_button_computes_and_keeps_the_promise(self, any_page):
        """Pressed, the page reports an error within the promise."""
        panel = any_page.meter
        panel.depth.value = 1
        panel.button.click()
        done, broken = (_closing(any_page, key) for key in ("meter_measured", "meter_broken"))
        assert done in panel.sentence.value
        assert broken not in panel.sentence.value
        assert panel.alert.value == ""
        panel.scale.value = 30
        assert panel.sentence.value == ""
        panel.scale.value = 40

    def test_all_four_gauges_are_there(self, any_page):
        """Level, scale, noise and range, each a meter with a name."""
        panel = any_page.meter
        panel.depth.value = 0
        assert panel.gauges.value.count('role="meter"') == 4

    def test_a_move_answers_at_once(self, page):
        """A slider's move takes less than 300 ms of processor time, drawing included."""
        panel = page.meter
        panel.bound.value = 100
        start = time.process_time()
        panel.bound.value = 10_000
        assert time.process_time() - start < FAST_SECONDS
        panel.bound.value = 1_000


class TestSchemes:
    """BFV is exact or refuses; CKKS is off by no more than it says."""

    @pytest.mark.parametrize("largest", LARGEST)
    @pytest.mark.parametrize("count", HOUSEHOLDS)
    def test_totals_of_whole_euros(self, page, count, largest):
        """Within the limit BFV has the total to the euro; beyond it there is no answer."""
        schemes = page.schemes
        schemes.kind.value, schemes.count.value, schemes.largest.value = "whole", count, largest
        truth, fits = schemes.amounts().sum(), count * largest < 2**29
        whole, real = (schemes.totals[scheme] for scheme in ("bfv", "ckks"))
        assert whole == truth if fits else isinstance(whole, RangeError)
        assert real == pytest.approx(truth, abs=1)

    def test_cents_are_refused_by_whole_numbers(self, page):
        """A number with decimals is no whole number, and is not cut off in silence."""
        schemes = page.schemes
        schemes.count.value, schemes.largest.value, schemes.kind.value = 100, 1_000, "cents"
        assert isinstance(schemes.totals["bfv"], DataError)
        assert schemes.totals["ckks"] == pytest.approx(schemes.amounts().sum(), abs=0.01)
        assert page.words("schemes_no_answer") in schemes.table.value
        schemes.kind.value = "whole"


class TestChooser:
    """A job in, parameters and reasons out; or a refusal."""

    @pytest.mark.parametrize("work", WORKS)
    def test_every_job_gets_parameters_that_are_safe_and_a_reason(self, any_page, work):
        """The parameters use no more bits than allowed, and are explained."""
        chooser = any_page.chooser
        chooser.work.value = work
        chosen = chooser.chosen
        assert chosen.bits_used <= chosen.bits_allowed
        assert chosen.error <= chosen.computation.error
        assert chooser.reasons.value.count("<li>") == len(chosen.reasons)
        assert chooser.figures.value
        assert chooser.alert.value == ""

    def test_what_no_ring_can_do_is_refused_in_words(self, any_page):
        """Large numbers times themselves six times over: there is no such ring."""
        chooser = any_page.chooser
        chooser.work.value = "powers"
        chooser.depth.value, chooser.largest.value = 6, 10_000
        assert chooser.chosen is None
        assert 'role="alert"' in chooser.alert.value
        assert chooser.figures.value == chooser.table.value == chooser.reasons.value == ""
        chooser.depth.value, chooser.largest.value = 2, 1_000

    def test_only_what_matters_can_be_moved(self, page):
        """Depth is asked for powers, features for scores, digits for all but exact totals."""
        chooser, seen = page.chooser, {}
        for work in WORKS:
            chooser.work.value = work
            seen[work] = [
                slider.layout.display != "none"
                for slider in (chooser.digits, chooser.features, chooser.depth)
            ]
        assert seen == {
            "exact_sum": [False, False, False],
            "real_sum": [True, False, False],
            "score": [True, True, False],
            "powers": [True, False, True],
        }


def test_sizes_grow_with_the_ring(page):
    """A larger ring has larger ciphertexts and keys; the owner's own are half."""
    sizes = {}
    for ring in (4096, 8192, 16384):
        page.sizes.ring.value = ring
        sizes[ring] = dict(page.sizes.sizes)
        assert sizes[ring]["plain"] < sizes[ring]["own"] < sizes[ring]["ciphertext"]
        assert sizes[ring]["own"] == pytest.approx(sizes[ring]["ciphertext"] / 2, rel=0.01)
    for name in sizes[4096]:
        assert sizes[4096][name] < sizes[8192][name] < sizes[16384][name]


class TestAttacks:
    """Each attack works on the naive use, and is refused or fails here."""

    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("mistake", MISTAKES)
    def test_a_wrong_key_gives_numbers_there_and_a_refusal_here(self, any_page, mistake, scheme):
        """The bare library's numbers are wrong; ours are not there."""
        part = any_page.wrong_key
        part.mistake.value, part.scheme.value = mistake, scheme
        assert part.bare is None
        part.button.click()
        right = FIRST + SECOND if mistake == "added" else SECOND
        assert not np.isclose(part.bare, right, atol=1).any()
        assert isinstance(part.refused, WrongKeyError)
        assert part.refusal.value == ""

    @pytest.mark.parametrize("change", CHANGES)
    def test_a_changed_message_is_read_there_and_refused_here(self, any_page, change):
        """All changed envelopes are refused; no changed bare ciphertext is noticed."""
        part = any_page.tampered
        part.change.value = change
        part.button.click()
        assert part.noticed == TRIES
        assert part.unnoticed == (1 if change == "amount" else TRIES)
        if change == "amount":
            assert number(int(SENT[1]) + ADDED, any_page.words.lang) in part.table.value

    @pytest.mark.parametrize("how", HOWS)
    def test_only_raw_decryptions_give_the_key_away(self, any_page, how):
        """Shared as they are, everything else is read; in any other way nothing is."""
        part = any_page.recovery
        part.how.value = how
        part.button.click()
        unread = any_page.words("recovery_unread")
        if how == "raw":
            assert np.allclose(part.read, INCOMES, atol=0.01)
            assert unread not in part.table.value
        else:
            assert part.read is None
            assert part.table.value.count(unread) == len(INCOMES)
        assert _closing(any_page, f"recovery_said_{how}") in part.sentence.value

    @pytest.mark.parametrize("name", ["wrong_key", "tampered", "recovery"])
    def test_other_choices_take_the_last_result_away(self, any_page, name):
        """A sentence is about the choices that are shown."""
        part = getattr(any_page, name)
        control = {"wrong_key": "scheme", "tampered": "change", "recovery": "how"}[name]
        choice = getattr(part, control)
        choice.value = choice.options[0][1]
        part.button.click()
        said = part.sentence.value
        choice.value = choice.options[1][1]
        assert part.sentence.value != said
        assert part.table.value == ""


def test_a_changed_envelope_is_refused_as_tampered():
    """The error is the one that says so."""
    owner = SecretKey.generate(
        make_bfv(poly_modulus_degree=4096, coeff_mod_bit_sizes=(35, 35, 36), plain_modulus_bits=20)
    )
    assert isinstance(refused_envelopes(owner, change="amount")[1], TamperedError)


ANSWERS = {
    "holder": "receiver",
    "incomes": "250",
    "levels": "2",
    "scheme": "bfv",
    "sharing": "flooded",
}


class TestExercises:
    """The exercises know their answers."""

    def test_there_is_an_answer_to_each(self):
        """All tasks are tried below."""
        assert {task.name for task in TASKS} == set(ANSWERS)

    @pytest.mark.parametrize("name", ANSWERS)
    def test_the_right_answer_solves_it(self, any_page, name):
        """And explains it."""
        exercise = any_page.exercises.named[name]
        exercise._fields[0].value = ANSWERS[name]
        exercise.check()
        assert exercise.solved
        assert exercise.explained

    @pytest.mark.parametrize(
        ("name", "wrong"), [("incomes", "500"), ("levels", "5"), ("levels", "3")]
    )
    def test_likely_mistakes_get_a_remark(self, any_page, name, wrong):
        """A mistake that many make is named."""
        exercise = any_page.exercises.named[name]
        exercise._fields[0].value = wrong
        exercise.check()
        assert not exercise.solved
        assert any_page.words("page.exercise_wrong") not in exercise.feedback.value


@pytest.mark.parametrize("count", [1_000, 65_536])
def test_adding_up_many_amounts_is_right_and_says_how_long(any_page, count):
    """The total is exact, and progress is told up to the end."""
    steps = []
    timed = timed_sum(count, lambda done, total: steps.append((done, total)))
    assert timed.is_right
    assert steps[-1] == (count, count)
    any_page.cost.job.run()
    assert any_page.cost.job.state == "done"
    assert any_page.cost.job.result.is_right
    assert _closing(any_page, "cost_measured") in any_page.cost.sentence.value
    any_page.cost.count.value = 1_000_000
    assert any_page.cost.sentence.value == ""
    any_page.cost.count.value = 65_536


def test_a_long_total_can_be_stopped():
    """What the step raises ends the work."""

    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        timed_sum(65_536, stop)


RECORDS = tuple(
    record(engine, (seconds,), base and (base,), job=job, n=n, variant=variant)
    for job, n, engine, variant, seconds, base in (
        ("exact-sum-public", 65_536, OURS, "", 0.025, None),
        ("exact-sum-public", 65_536, "phe", "", 600.0, 0.025),
        ("exact-sum-public", 65_536, "openfhe", "examples", 0.05, 0.025),
        ("exact-sum-public", 65_536, "openfhe", "by-hand", 0.04, 0.025),
        ("exact-sum-public", 65_536, "another", "", 1.0, 0.025),
        ("sum-public", 65_536, OURS, "", 0.03, None),
        ("sum-public", 1_000_000, OURS, "", 0.7, None),
        ("sum-public", 1_000_000, "tenseal", "", 9.0, 0.7),
    )
)


def test_the_record_is_told_with_its_machine(any_page):
    """Ours first, the fastest way of each library, and the largest of our own jobs."""
    rows = fastest(RECORDS)
    assert list(rows) == [OURS, "openfhe", "phe"]
    assert rows["openfhe"].median == 0.04
    shown = recorded_html(RECORDS, any_page.words)
    for told in (
        number(24_000, any_page.words.lang),
        "700 ms",
        "Abacus 3",
        day("2026-11-22", any_page.words.lang),
    ):
        assert told in shown
    assert any_page.words.duration(9.0) not in shown


def test_times_of_another_run_are_not_put_beside_ours():
    """A library that was measured on another day is left out of the table."""
    earlier = record("seal", (0.01,), (0.02,), job="exact-sum-public", session="2026-10-01")
    assert list(fastest((*RECORDS, earlier))) == [OURS, "openfhe", "phe"]


def test_without_a_record_nothing_is_told(any_page):
    """Records that are not there, or are about other things, give no table."""
    assert recorded_html((), any_page.words) == ""
    assert recorded_html(RECORDS[5:], any_page.words) == ""
