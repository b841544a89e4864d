"""Every case page keeps the contract: words for all that a run can bring, a true overview."""

import pytest

from pet_workbench import usecases
from pet_workbench.widgets.case import PAGES
from tests.contracts import case_pages

pytestmark = pytest.mark.usefixtures("fit_once")
BOTH = pytest.mark.parametrize("lang", case_pages.LANGUAGES)
EVERY = pytest.mark.parametrize("case", PAGES)
RUNS = [
    pytest.param(case, at, id=f"{case}-{id}")
    for case in PAGES
    for at, id in enumerate(usecases.get(case).techniques)
]


@EVERY
@BOTH
def test_everything_has_a_name(case, lang):
    """Techniques and roles can be told apart by their names."""
    case_pages.check_names(case_pages.small_page(case, lang))


@EVERY
@BOTH
def test_every_party_has_words_for_every_technique(case, lang):
    """No card and no cell of the comparison stays empty."""
    case_pages.check_cards(case_pages.small_page(case, lang))


@EVERY
@BOTH
def test_every_leak_has_words(case, lang):
    """What a technique leaks is said in both languages."""
    case_pages.check_leaks(case_pages.small_page(case, lang))


@BOTH
@pytest.mark.parametrize(("case", "at"), RUNS)
def test_every_message_has_a_purpose_in_words(case, at, lang):
    """No step of a run is left to the general words."""
    case_pages.check_steps(case_pages.small_page(case, lang), case_pages.outcomes(case)[at])


@pytest.mark.parametrize(("case", "at"), RUNS)
def test_samples_are_of_real_messages(case, at):
    """First values on a card come from messages that there are."""
    case_pages.check_samples(case_pages.small_page(case, "nl"), case_pages.outcomes(case)[at])


@pytest.mark.parametrize(("case", "at"), RUNS)
def test_the_overview_of_coalitions_is_what_the_attack_gives(case, at):
    """Every cell agrees with the attack on the views of a real run."""
    case_pages.check_overview(case_pages.small_page(case, "nl"), case_pages.outcomes(case)[at])


@EVERY
@BOTH
def test_every_coalition_gets_a_sentence(case, lang):
    """Whoever is ticked, the button says what they learned."""
    case_pages.check_collusion(case_pages.small_page(case, lang))


@EVERY
@BOTH
def test_every_section_works_with_every_technique(case, lang):
    """Nothing on the page breaks when the reader changes the technique."""
    case_pages.check_sections(case_pages.small_page(case, lang))
