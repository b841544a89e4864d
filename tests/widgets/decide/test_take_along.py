"""A case page hands its run to a memo, to the dossier of the tab and to the chooser."""

import pytest

from pet_workbench.decide import Dossier, chooser
from pet_workbench.decide.whole import check_whole
from pet_workbench.reports.memo import read_dossier
from pet_workbench.widgets.aio import AioPage
from pet_workbench.widgets.case import PAGES
from pet_workbench.widgets.decide.packing import packed, unpacked
from pet_workbench.widgets.education.own import OwnPupils, Words
from tests.contracts.case_pages import small_page


@pytest.fixture
def page():
    """Return the page of the pensioners with few people."""
    made = AioPage(lang="nl")
    made.state.n = 1_000
    return made


@pytest.fixture
def take(page):
    """Return its fold, in a browser that keeps nothing yet."""
    fold = page.own_data.take_along
    fold.kept.seen = {"storage": "on", "found": ""}
    return fold


@pytest.mark.parametrize("case", PAGES)
def test_every_case_page_begins_a_whole_dossier(case):
    """It has a title, a question, parties, the answers of the case book and the run."""
    dossier = small_page(case, "nl").own_data.take_along.dossier()

    assert check_whole(dossier).language == "nl"
    assert dossier.title
    assert dossier.question
    assert dossier.parties
    assert dossier.run["case"] == dossier.case == case
    assert dossier.needs == chooser.case(case).needs
    assert Dossier.from_json(dossier.to_json()).run == dossier.run


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_the_memo_of_a_run_opens_as_its_dossier(take, kind):
    """Whoever opens the memo later has the run and the answers."""
    take.saver.press(kind)
    opened = read_dossier(take.saver.made.content, take.saver.made.name)

    assert take.saver.made.name == f"memo-aio.{kind}"
    assert opened.run["n"] == 1_000
    assert opened.case == "aio"


def test_the_run_is_the_one_on_the_page(page, take):
    """Another choice on the page gives another run in the dossier."""
    page.state.technique = "trusted-third-party"

    assert take.dossier().run["technique"] == "trusted-third-party"


def test_a_run_begins_a_dossier_where_there_is_none(take):
    """The tab then keeps it, unsaved."""
    take.add.click()
    dossier, is_saved = unpacked(take.kept.content)

    assert dossier.run["case"] == "aio"
    assert not is_saved
    assert "begonnen" in take.said.value


def test_a_run_is_added_to_the_dossier_of_the_tab(take):
    """What was filled in stays; only the run and an empty case are filled."""
    mine = Dossier.empty("nl").with_(title="Mijn vraag", case="debts")
    take.kept.seen = {"storage": "on", "found": packed(mine, is_saved=True)}
    take.add.click()
    dossier, is_saved = unpacked(take.kept.content)

    assert (dossier.title, dossier.case, dossier.run["case"]) == ("Mijn vraag", "debts", "aio")
    assert not is_saved
    take.kept.seen = {"storage": "on", "found": packed(mine.with_(title="Later"), is_saved=True)}
    take.add.click()
    assert unpacked(take.kept.content)[0].title == "Later"


def test_without_storage_the_memo_remains(take):
    """The reader is told that nothing can be kept, and how to go on."""
    take.kept.seen = {"storage": "off", "found": ""}
    take.add.click()

    assert take.kept.content == ""
    assert "Maak hier een memo" in take.said.value


def test_the_link_names_the_case(take):
    """The chooser is told which answers to fill in."""
    links = [child.value for child in take.fold.children if "href" in getattr(child, "value", "")]

    assert len(links) == 1
    assert 'href="30_pet_chooser.ipynb#case-aio"' in links[0]


def test_tables_about_pupils_are_taken_along_too():
    """The page that is no case page of the usual kind offers the same."""
    dossier = OwnPupils(Words("en", "education")).take_along.dossier()

    assert dossier.run["technique"] == "differential-privacy"
    assert dossier.needs == chooser.case("education").needs


@pytest.mark.parametrize(
    "found",
    [
        "nonsense",
        packed(Dossier.empty("nl").with_(title="Later"), is_saved=False).replace(
            'version\\": 1', 'version\\": 2'
        ),
    ],
)
def test_a_dossier_that_cannot_be_read_is_left_in_the_tab(take, found):
    """It may be of another version: it is not replaced, and the reader is told what to do."""
    take.kept.seen = {"storage": "on", "found": found}
    take.add.click()

    assert take.kept.content == ""
    assert "niet kan lezen" in take.said.value
