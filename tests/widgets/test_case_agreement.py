"""Every collaborative case page shows the agreement that its run would need, and the register."""

import pytest

from pet_workbench import usecases
from pet_workbench.reports.agreement import draft_agreement, read_agreement
from pet_workbench.widgets.aio import AioPage
from pet_workbench.widgets.case import PAGES
from pet_workbench.widgets.emoji import EmojiPage
from tests.contracts import case_pages


@pytest.fixture(scope="module", params=["nl", "en"])
def page(request):
    """The page of `aio` in each language, with the section that computes at every choice."""
    made = AioPage(lang=request.param)
    assert made.try_it
    return made


def test_the_fold_shows_the_draft_of_the_run_on_the_page(page):
    """With the parties that would sign, and a line for each register; made when it is opened."""
    fold = page.own_data.agreed
    assert fold.said.value == ""
    fold.fold.button.value = True
    assert "SVB" in fold.said.value
    for party in ("SVB", "UWV", "CBS"):
        assert party in fold.entries.value


def test_the_draft_is_of_the_choices_on_the_page(page):
    """Another threshold gives another digest, in the file as well; nobody signed it."""
    fold = page.own_data.agreed
    digests = set()
    for threshold in (100, 90):
        page.state.limit = threshold
        fold.fold.button.value = False
        fold.fold.button.value = True
        for kind in ("json", "html"):
            fold.saver.press(kind)
            signed = read_agreement(fold.saver.made.content)
            assert signed.approvals == ()
            assert signed.agreement.computation.parameters["threshold_percent"] == threshold
        digests.add(signed.agreement.computation.parameters["threshold_percent"])
        shown = fold.said.value.partition("<code>")[2].partition("</code>")[0]
        digests.add(shown)
    assert len(digests) == 4


def test_one_party_alone_needs_no_agreement():
    """Devices that each report for themselves have no such fold."""
    assert EmojiPage(lang="en").own_data.agreed is None


@pytest.mark.parametrize("case", PAGES)
def test_every_collaborative_page_can_draft_its_agreement(case):
    """Whatever its parties, parameters and receivers are."""
    fold = case_pages.small_page(case, "nl").own_data.agreed
    if fold is None:
        return
    fold.fold.button.value = True
    assert fold.said.value != "", fold.entries.value
    fold.saver.press("json")
    drafted = read_agreement(fold.saver.made.content).agreement
    assert drafted.computation.case == case
    assert len(drafted.owners) >= 1


def test_a_draft_says_what_its_noise_costs():
    """Epsilon and delta of the run, without which a gate refuses it."""
    case, technique = usecases.get("train"), "federated+secret-sharing+differential-privacy"
    tables = case.load(n=1_000, seed=1)
    outcome = case.run(technique, tables, keep_payload_bytes=0)
    drafted = draft_agreement(outcome, tables, title="t", purpose="p", lang="en")
    assert drafted.computation.epsilon == float(outcome.parameters["epsilon"]) > 0
    assert drafted.computation.delta == float(outcome.parameters["delta"]) > 0
    assert drafted.epsilon == drafted.computation.epsilon
