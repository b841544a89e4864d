"""The dossier bar: what is on the desk is saved, opened, replaced and brought back as promised."""

import json
from types import SimpleNamespace

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.i18n import LANGUAGES
from pet_workbench.reports.memo import write_memo
from pet_workbench.widgets.decide.bar import DossierBar, file_name
from pet_workbench.widgets.decide.desk import Desk
from pet_workbench.widgets.decide.progress import PAGES, TOOLS, progress_html
from pet_workbench.widgets.upload import UploadedFile

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def desk():
    """Return an empty Dutch desk."""
    return Desk(lang="nl", part="decide_desk")


@pytest.fixture
def bar(desk):
    """Return the bar of that desk, on the chooser's page."""
    return DossierBar(desk, here="chooser")


def receive(bar, content, name="dossier.json"):
    """Choose a file."""
    bar.picker.file = UploadedFile(name, content)


def press(bar, label):
    """Press the button with this label among the answers to a question."""
    found = [button for button in bar.asking.buttons if button.description == label]
    assert len(found) == 1, [button.description for button in bar.asking.buttons]
    found[0].click()


def test_a_changed_desk_is_not_saved_until_it_is_a_file(desk, bar):
    """The bar says that nothing is filled in, that something is not saved, and when it was."""
    assert "nog niets ingevuld" in bar.head.value
    desk.change(title="Pensioenen")
    assert "nog niet als bestand bewaard" in bar.head.value
    bar.saver.press("json")

    assert "bewaard op" in bar.head.value
    assert not desk.unsaved
    desk.change(title="Andere pensioenen")
    assert "nog niet als bestand bewaard" in bar.head.value


@pytest.mark.parametrize("kind", ["json", "html", "docx"])
def test_what_is_saved_can_be_opened(desk, bar, kind):
    """Dossier and both memos bring another desk to the same point."""
    desk.change(title="Pensioenen", needs={"parties": ("two",)})
    bar.saver.press(kind)
    other = Desk(lang="nl", part="decide_desk")
    receive(DossierBar(other, here="balance"), bar.saver.made.content, bar.saver.made.name)

    assert other.dossier == desk.dossier
    assert other.dossier.needs == {"parties": ("two",)}
    assert not other.unsaved


@pytest.mark.parametrize(
    "content",
    [
        b"no dossier at all",
        b"{}",
        b'{"format": "pet-workbench-dossier", "version": 99}',
        b"\xff\xfe\x00",
        b"PK\x03\x04 broken archive",
        b"<html><body>another page</body></html>",
        Dossier.empty("nl").to_json().replace('"title": ""', '"title": 5').encode(),
        Dossier.empty("nl").with_(needs={"parties": ("forty",)}).to_json().encode(),
        Dossier.empty("nl").with_(gate={"nothing": ("yes",)}).to_json().encode(),
        Dossier.empty("nl").with_(chosen="magic").to_json().encode(),
    ],
    ids=[
        "text",
        "object",
        "version",
        "bytes",
        "archive",
        "page",
        "field",
        "need",
        "gate",
        "chosen",
    ],
)
def test_a_broken_file_changes_nothing(desk, bar, content):
    """The reader gets words, and the desk stays as it was."""
    desk.change(title="Pensioenen")
    before = desk.dossier
    receive(bar, content)

    assert desk.dossier is before
    assert 'role="alert"' in bar.alert.value
    assert "niet hadden voorzien" not in bar.alert.value
    assert bar.asking.buttons == ()


def test_a_good_file_takes_the_alert_away(desk, bar):
    """After a mistake the next file opens, and nothing red is left."""
    receive(bar, b"nothing")
    receive(bar, Dossier.empty("nl").with_(title="Goed").to_json().encode())

    assert bar.alert.value == ""
    assert desk.dossier.title == "Goed"


def test_unsaved_work_is_not_replaced_unasked(desk, bar):
    """With unsaved work a file opens only after a yes; a no leaves all as it was."""
    other = Dossier.empty("nl").with_(title="Ander").to_json().encode()
    desk.change(title="Pensioenen")
    receive(bar, other)
    assert desk.dossier.title == "Pensioenen"
    press(bar, "Nee, ga verder met dit dossier")
    assert desk.dossier.title == "Pensioenen"
    assert bar.asking.layout.display == "none"
    bar.picker.file = None
    receive(bar, other)
    press(bar, "Ja, open het andere")

    assert desk.dossier.title == "Ander"


def test_the_replaced_dossier_comes_back(desk, bar):
    """Start anew and opening have a way back, with the same unsaved state."""
    desk.change(title="Pensioenen")
    bar.start_anew()
    assert desk.dossier.is_empty
    assert bar.undo.layout.display == ""
    bar.go_back()

    assert desk.dossier.title == "Pensioenen"
    assert desk.unsaved
    assert bar.undo.layout.display == "none"


def test_forgetting_asks_first_and_leaves_no_way_back(desk, bar):
    """Forget everything empties desk and browser, and undo with them."""
    bar.keeping.kept.seen = {"storage": "on", "found": ""}
    desk.change(title="Pensioenen")
    bar.start_anew()
    desk.change(title="Geheim")
    bar.forget.click()
    assert desk.dossier.title == "Geheim"
    press(bar, "Ja, vergeet alles")

    assert desk.dossier.is_empty
    assert bar.keeping.kept.content == ""
    assert bar.undo.layout.display == "none"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_people_type_is_never_markup(lang):
    """A script in a title stays text: in the bar, in the question about it and in file names."""
    desk = Desk(lang=lang, part="decide_desk")
    bar = DossierBar(desk, here="weighing")
    desk.change(title=SCRIPT, question=SCRIPT, parties=(SCRIPT,))
    bar.saver.press("json")
    receive(bar, b"x", name=f"{SCRIPT}.json")
    bar.keeping._choose(Dossier.empty(lang).with_(title=SCRIPT), False)
    shown = [bar.head.value, bar.steps.value, bar.said.value, bar.alert.value]

    assert all("<script" not in html for html in [*shown, bar.asking.sentence.value])
    assert "&lt;script&gt;" in bar.head.value
    assert bar.saver.made.name.startswith("dossier-script-alert-1-script-")
    assert b"<script>alert(1)" not in write_memo(desk.dossier, "html", lang=lang)


def test_a_strange_date_does_not_break_the_bar(desk, bar):
    """What a file says about when it was saved is shown as it stands."""
    receive(bar, Dossier.empty("nl").with_(title="x", saved="<b>ooit</b>").to_json().encode())

    assert "bewaard op &lt;b&gt;ooit" in bar.head.value


def test_the_fields_and_the_dossier_say_the_same(desk, bar):
    """What is typed is in the dossier, line by line; what comes from a file is in the fields."""
    fields = bar.fields.fields
    fields["title"].value = " Pensioenen "
    fields["parties"].value = "SVB\n\n UWV \n"
    assert desk.dossier.title == "Pensioenen"
    assert desk.dossier.parties == ("SVB", "UWV")
    assert fields["parties"].value == "SVB\n\n UWV \n"
    desk.open(Dossier.empty("nl").with_(parties=("KVK", "CBS"), question="Wie?"))

    assert fields["parties"].value == "KVK\nCBS"
    assert fields["question"].value == "Wie?"
    assert fields["title"].value == ""


def test_more_than_a_dossier_takes_is_cut_off(desk, bar):
    """However much is pasted, the dossier can be read back."""
    for field in bar.fields.fields.values():
        field.value = ("x" * 3_000 + "\n") * 300

    assert Dossier.from_json(desk.dossier.to_json()) == desk.dossier


def test_a_dossier_of_the_other_language_says_so():
    """An English page tells that what people typed in Dutch is not translated."""
    desk = Desk(lang="en", part="decide_desk")
    bar = DossierBar(desk, here="balance")
    desk.open(Dossier.empty("nl").with_(title="Pensioenen"))

    assert "is not translated" in bar.head.value


@pytest.mark.parametrize("here", TOOLS)
def test_progress_leads_to_the_other_two_pages(here):
    """The page one is on is named without a link; the other two are one press away."""
    shown = progress_html(Dossier.empty("nl"), here=here, lang="nl")

    assert {tool for tool in TOOLS if f'href="{PAGES[tool]}"' in shown} == set(TOOLS) - {here}
    assert shown.count('aria-current="page"') == 1


def test_progress_counts_answers_and_tells_a_choice():
    """Each tool says how far it is."""
    some = Dossier.empty("en").with_(gate={"a": ("b",)}, needs={"c": ("d",)}, balance={"x": 1})
    shown = progress_html(some, here="chooser", lang="en")
    assert "2 answers" in shown
    assert shown.count("not begun yet") == 1
    chosen = progress_html(some.with_(chosen="secret-sharing"), here="chooser", lang="en")

    assert "technique chosen" in chosen


def test_a_failing_button_answers_in_words(desk, bar, monkeypatch):
    """If a memo cannot be written, nothing is saved and the reader is told."""
    monkeypatch.setattr(bar.saver, "_make", lambda _: 1 / 0)
    desk.change(title="Pensioenen")
    bar.saver.press("html")

    assert bar.saver.made is None
    assert desk.unsaved
    assert bar.saver.said


def test_only_buttons_that_exist_are_answered(bar):
    """A message from the page asks for one of its files or gets nothing."""
    bar.saver._asked(None, {"make": "exe"}, [])
    assert bar.saver.made is None
    bar.saver._asked(None, {"make": "json"}, [])

    assert json.loads(bar.saver.made.content)["format"] == "pet-workbench-dossier"


def test_file_names_are_plain():
    """Whatever the title, the name has letters, digits and hyphens."""
    name = file_name(SimpleNamespace(title="../../Zorg & Fraude: één?"), "docx")

    assert name.startswith("memo-zorg-fraude-n-")
    assert name.endswith(".docx")
    assert "/" not in name
