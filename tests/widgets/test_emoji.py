"""The page of `emoji`: estimates with margins, devices needed, fakes, days, and a font."""

import re

import numpy as np
import pytest

from pet_workbench.attacks.malicious_devices import gain
from pet_workbench.i18n import LANGUAGES, number
from pet_workbench.usecases.emoji import CASE, CENTRAL, PLAIN, SIZE, emoji_list
from pet_workbench.viz.emoji import DRAWN, emoji_name
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import examples
from pet_workbench.widgets.emoji import EmojiPage
from pet_workbench.widgets.emoji.again import DAYS
from pet_workbench.widgets.emoji.compared import CONFIDENT
from pet_workbench.widgets.emoji.exercises import needed
from pet_workbench.widgets.emoji.state import EPSILONS, LOCALS
from pet_workbench.widgets.emoji.visible import TRIALS, about, central_needed

languages = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture
def page(lang):
    """Return a page with few devices, so that it is quick."""
    made = EmojiPage(lang=lang)
    made.state.n = 10_000
    return made


@languages
@pytest.mark.parametrize("technique", CASE.techniques)
def test_the_chart_shows_the_estimates_with_margins_beside_the_truth(page, technique, lang):
    """Bars are the truth, points what the maker read, and every emoji has its name."""
    page.state.technique = technique
    outcome = page.state.outcome()
    truth, read = page.try_it.chart.figure["data"]
    assert list(truth["x"]) == outcome.exact[:DRAWN].tolist()
    assert list(read["x"]) == outcome.answer.counts[:DRAWN].round().tolist()
    margins = outcome.answer.margin()[:DRAWN]
    assert np.allclose(read["error_x"]["array"], margins, atol=0.06)
    assert page.state.listed.names[lang][4] in truth["y"][4]
    assert page.state.listed.emoji[4] in truth["y"][4]


@languages
@pytest.mark.parametrize(
    ("epsilon", "sure"), [(1.0, "73%"), (4.0, "98%"), (8.0, "99"), (0.1, "52%")]
)
def test_epsilon_is_said_as_a_risk(page, epsilon, sure):
    """Who thought it fifty-fifty is sure for at most this much: exp(e) / (1 + exp(e))."""
    page.state.epsilon = epsilon
    assert sure in page.try_it.remark.value
    assert "100%" not in page.try_it.remark.value


@languages
def test_without_noise_epsilon_is_not_said_to_protect(page):
    """In the clear there is no promise, at a collector one that leaves the collector out."""
    page.state.technique = PLAIN
    assert page.words("risk_plain") in page.try_it.remark.value
    page.state.technique = CENTRAL
    assert page.words("risk_central", epsilon="1", sure="73%") in page.try_it.remark.value


@languages
def test_the_top_ten_says_what_is_wrong_with_it(page):
    """As many rows say yes as the big number says are right."""
    outcome = page.state.outcome()
    right = int(page.told(outcome)["top_right"])
    table = page.shown(outcome).table
    assert table.count(f"<td>{page.words('page.yes')}</td>") == right


@languages
def test_devices_needed_follow_the_slider_and_the_trial_agrees(page, lang):
    """The sentence has the number in three digits; of twenty trials at least twelve see it."""
    page.state.epsilon = 4.0
    page.visible.place.value = 4
    share = float(page.state.listed.shares[4])
    expected = page.state.protocol.support.devices_needed(share, values=SIZE, sure=0.9)
    assert page.visible.needed == expected
    assert number(about(expected), lang) in page.visible.sentence.value
    page.visible.attempt()
    assert 12 <= page.visible.found <= TRIALS
    page.visible.place.value = 63
    assert page.visible.found is None


@languages
def test_too_many_devices_are_not_tried(page):
    """The page says so, and does not keep the reader waiting."""
    page.state.epsilon = 0.1
    page.visible.attempt()
    assert page.visible.found is None
    assert page.visible.tried.value


def test_a_collector_needs_far_fewer_devices():
    """Ten times as rare takes ten times as many, where the noise does not grow with them."""
    assert central_needed(1, 0.001) == pytest.approx(10 * central_needed(1, 0.01))


@languages
def test_the_price_of_trusting_nobody_is_in_the_chart(page):
    """Lines are the margins of the formula, and the collector's lies below all others."""
    *local, central = page.compared.chart.figure["data"]
    for line, id in zip(local, LOCALS, strict=True):
        at = EPSILONS.index(page.state.epsilon)
        margin = CONFIDENT * float(page.state.protocol_of(id).support.deviation(page.state.n))
        assert line["y"][at] == pytest.approx(margin)
        assert all(above > below for above, below in zip(line["y"], central["y"], strict=True))


@languages
def test_fake_devices_lift_an_emoji_by_the_gain(page):
    """With every technique the estimate rises by fakes times gain, less what the crowd dilutes."""
    page.fakes.fakes.value = 1_000
    page.fakes.lift()
    found = page.fakes.found.set_index("technique")
    for id in LOCALS:
        expected = float(gain(page.state.protocol_of(id)))
        assert found["gain"][id] == pytest.approx(expected)
        risen = found["after"][id] - found["before"][id]
        assert risen == pytest.approx(1_000 * expected, abs=1)
    for id in (CENTRAL, PLAIN):
        assert found["after"][id] - found["before"][id] == 1_000
    page.state.epsilon = 2.0
    assert page.fakes.found is None


@languages
def test_reporting_every_day_adds_up(page):
    """Epsilon times days is said; the guesses get better with fresh noise and not with a memory."""
    page.again.days.value = 90
    assert "90" in page.again.sentence.value
    assert page.again.fresh[-1] > 0.95 > page.again.fresh[0]
    assert page.again.memory == page.again.fresh[0] < 0.6
    assert len(page.again.fresh) == len(DAYS)


@languages
def test_margins_hold_the_truth_for_nearly_all_emoji(page):
    """Of 64 at least 54: fewer would have a chance of one in a hundred thousand."""
    assert 54 <= page.quality.inside <= SIZE
    assert number(page.quality.inside, page.lang) in page.quality.held.value


@languages
def test_the_font_comes_with_the_page_and_emoji_have_names(page, lang):
    """No address outside is asked, and no emoji stands without its name."""
    style = page.facts.children[0].value
    assert "data:font/woff2;base64," in style
    assert "http" not in style
    assert emoji_name(emoji_list("nl"), 4, lang).split(" ", 1)[1] == emoji_list("nl").names[lang][4]


@languages
def test_own_file_is_answered_with_a_statement(page, lang):
    """The example gives a file of estimates, and the privacy statement names unit and epsilon."""
    name, content = examples(page)["devices"]
    tables = page.read({"devices": UploadedFile(name, content)})
    outcome = CASE.run(page.main, tables, **page.own_arguments())
    answer = page.own_answer(tables, outcome)
    assert len(answer.frame) == SIZE
    assert number(5_000, lang) in answer.html
    assert re.search(r"epsilon 1\b", answer.html)


@languages
def test_the_exercises_take_their_answers_from_the_page(page):
    """The number of devices is the one that the page shows with the settings asked for."""
    page.state.epsilon = 2.0
    page.visible.place.value = 9
    assert page.visible.needed == needed()
    assert list(page.exercises.named) == ["daily", "needed", "rarer", "liar", "trust"]
