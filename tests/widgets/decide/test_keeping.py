"""The dossier goes along from page to page in one tab, and nothing that is found breaks it."""

import json

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.widgets.decide.bar import DossierBar
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.packing import packed, unpacked

MINE = Dossier.empty("nl").with_(title="Mijn dossier")
OTHER = Dossier.empty("nl").with_(title="Ander dossier", parties=("SVB",))


def page(here="weighing", lang="nl"):
    """Return the bar of a page that has just started, and its desk."""
    desk = Desk(lang=lang, part="decide_desk")
    return DossierBar(desk, here=here), desk


def browser(bar, found="", storage="on"):
    """Let the browser tell what it has."""
    bar.keeping.kept.seen = {"storage": storage, "found": found}


@pytest.mark.parametrize("is_saved", [True, False])
def test_the_dossier_goes_along(is_saved):
    """The next page takes up what this one left, saved or not as it was."""
    first, desk = page("chooser")
    browser(first)
    desk.change(title="Pensioenen", needs={"parties": ("two",)})
    if is_saved:
        first.saver.press("json")
    second, other = page("weighing")
    browser(second, first.keeping.kept.content)

    assert other.dossier == desk.dossier
    assert other.unsaved is not is_saved
    assert second.keeping.kept.content == first.keeping.kept.content
    assert "meegegaan" in second.said.value


def test_nothing_is_kept_before_the_browser_told_what_it_has():
    """A page that starts does not wipe out what another one left."""
    bar, desk = page()
    desk.change(title="Te vroeg")
    assert bar.keeping.kept.content == ""
    browser(bar)

    assert unpacked(bar.keeping.kept.content)[0].title == "Te vroeg"


def test_a_link_to_a_case_waits_for_what_is_kept():
    """What a page does with an address comes after the dossier that goes along, and once."""
    bar, desk = page("chooser")
    met = []
    desk.when_settled(lambda: met.append(desk.dossier.title))
    assert met == []
    browser(bar, packed(OTHER, is_saved=False))
    browser(bar)
    desk.when_settled(lambda: met.append("later"))

    assert met == ["Ander dossier", "later"]


def test_an_empty_page_keeps_nothing():
    """Where nothing was filled in, nothing stands in the browser."""
    bar, _ = page()
    browser(bar)

    assert bar.keeping.kept.content == ""
    assert bar.said.value == ""


def test_two_dossiers_are_a_question_to_the_reader():
    """A page with work of its own does not lose it to what is found, nor the other way round."""
    bar, desk = page()
    desk.change(title="Mijn dossier")
    browser(bar, packed(OTHER, is_saved=False))
    assert desk.dossier.title == "Mijn dossier"
    assert "Ander dossier" in bar.asking.sentence.value
    bar.asking.buttons[0].click()
    assert desk.dossier == OTHER

    bar, desk = page()
    desk.change(title="Mijn dossier")
    browser(bar, packed(OTHER, is_saved=False))
    bar.asking.buttons[1].click()
    assert unpacked(bar.keeping.kept.content)[0].title == "Mijn dossier"


@pytest.mark.parametrize(
    "found",
    [
        "nonsense",
        "[]",
        "null",
        '{"dossier": 5, "saved": true}',
        '{"dossier": "{}", "saved": true}',
        json.dumps({"dossier": MINE.to_json(), "saved": "yes"}),
        json.dumps(
            {"dossier": MINE.to_json().replace('"version": 1', '"version": 0'), "saved": True}
        ),
        packed(Dossier.empty("nl").with_(needs={"parties": ("forty",)}), is_saved=True),
        "{" * 100_000,
    ],
)
def test_broken_or_older_content_is_left_alone(found):
    """The page tells that it cannot read it, and goes on empty."""
    bar, desk = page()
    browser(bar, found)

    assert desk.dossier.is_empty
    assert "kan lezen" in bar.said.value
    assert bar.keeping.kept.content == ""
    desk.change(title="Nieuw")
    assert unpacked(bar.keeping.kept.content)[0].title == "Nieuw"


@pytest.mark.parametrize("storage", ["off", "full"])
def test_without_storage_the_file_remains(storage):
    """The reader is told to save; the page works on."""
    bar, desk = page()
    browser(bar, storage=storage)
    assert "ewaar het" in bar.said.value
    desk.change(title="Pensioenen")
    assert bar.keeping.kept.content == ""
    bar.saver.press("json")

    assert bar.saver.made.content


def test_two_open_pages_follow_each_other():
    """In JupyterLab a page takes over what the other one changed, and forgets with it."""
    first, desk = page("chooser")
    second, other = page("balance")
    browser(first)
    desk.change(title="Een")
    browser(second, first.keeping.kept.content)
    other.change(title="Twee")
    browser(first, second.keeping.kept.content)
    assert desk.dossier.title == "Twee"
    first.keeping.forget()
    browser(second, "")

    assert other.dossier.is_empty
    assert second.keeping.kept.content == ""


def test_an_empty_dossier_is_kept_as_nothing():
    """Packing and unpacking give back what was packed."""
    assert packed(Dossier.empty("en"), is_saved=True) == ""
    assert unpacked(packed(MINE, is_saved=True)) == (MINE, True)


def test_large_type_is_off_until_asked():
    """The switch has words and starts off."""
    bar, _ = page()

    assert bar.large.label == "Grote letters"
    assert bar.large.on is False
