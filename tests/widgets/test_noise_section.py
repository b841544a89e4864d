"""Noise beside a minimum: what is drawn and said is the noisy run, and the budget ends."""

import pytest

from pet_workbench.i18n import LANGUAGES, number, percent
from pet_workbench.usecases.joint_noise import joint_noise
from pet_workbench.widgets.case import NOISY
from pet_workbench.widgets.entrepreneurs import EntrepreneursPage
from pet_workbench.widgets.securened import SecurenedPage
from pet_workbench.widgets.table import Ages, NoisyAverage

PAGES = {EntrepreneursPage: 10_000, SecurenedPage: 40}


@pytest.fixture(params=[(page, lang) for page in PAGES for lang in LANGUAGES])
def page(request):
    """Return a page of few people in one language."""
    kind, lang = request.param
    made = kind(lang=lang)
    made.state.n = PAGES[kind]
    return made


def test_the_sentences_have_the_margin_and_the_guess_of_this_epsilon(page):
    """They follow the slider, and the techniques without noise are not run again for it."""
    first = next(iter(page.case.techniques))
    kept = page.state.outcome(first)
    assert page.noise.sentence.value
    for epsilon in (0.2, 2.0):
        page.noise.epsilon.value = epsilon
        noise = joint_noise(epsilon, sensitivity=1)
        assert number(noise.quantile(0.95), page.lang) in page.noise.sentence.value
        assert percent(noise.guessed_with_one, page.lang) in page.noise.guess.value
        assert page.state.outcome(NOISY).answer.noise == noise
    assert page.state.outcome(first) is kept


def test_both_pictures_are_drawn_whatever_technique_is_chosen(page):
    """On the left the first technique stands for a minimum when noise is chosen above."""
    page.state.technique = NOISY
    assert page.noise.left.figure["data"]
    assert page.noise.right.figure["data"]
    assert page.noise.alert.value == ""


def test_the_ledger_pays_for_two_answers(page):
    """The third is refused, in words, and moving the slider takes the refusal away."""
    page.noise.again.click()
    assert page.noise.asked == 2
    said = page.words("noise_refused", asked="2")
    assert page.noise.refused.value.startswith(said)
    assert "epsilon" in page.noise.refused.value.removeprefix(said)
    page.noise.epsilon.value = 0.5
    assert page.noise.refused.value == ""


def test_noise_by_design_is_no_error(page):
    """The check says so, and does not warn of a difference."""
    said = page.quality.sentence.value
    assert page.words.technique(NOISY) in said
    assert page.words("quality_differs", difference="0")[:20] not in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_subtracting_noisy_averages_finds_nobody(lang):
    """Of twenty tries none gives the age, but for a chance below a tenth; larger groups gain."""
    panel = NoisyAverage(Ages(lang=lang), lang=lang)
    found = []
    for _ in range(20):
        panel.button.click()
        found.append(panel.found)
    assert sum(age == panel.ages.chosen[panel.leaver] for age in found) < 3
    assert len(set(found)) > 10
    assert panel.margin(10_000) < panel.margin(100) / 50
    panel.epsilon.value = 0.1
    assert panel.found is None
    assert panel.sentence.value == ""
