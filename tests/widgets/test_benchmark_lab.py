"""The benchmark lab shows what the records say, and every part answers to its controls."""

import json
from html import escape

import pytest

from pet_workbench.bench.matrix import address
from pet_workbench.core import DataError
from pet_workbench.i18n import LANGUAGES
from pet_workbench.reports.summary import summary
from pet_workbench.widgets.case.cost import lab_link
from pet_workbench.widgets.evidence import BenchmarkLab
from pet_workbench.widgets.evidence.compared import compared_html
from pet_workbench.widgets.evidence.files import read_lines
from pet_workbench.widgets.evidence.grid import anchors, table_of_links
from pet_workbench.widgets.evidence.money import sizes_of
from pet_workbench.widgets.evidence.trust import spread
from pet_workbench.widgets.upload import UploadedFile
from tests.widgets.invented_records import SIZES, record, records, stopped

PARTS = ("opening", "matrix", "depth", "money", "beside", "trial", "loaded", "report", "trust")


def lab(lang="en", **changed):
    """Return the lab on invented records."""
    return BenchmarkLab(lang=lang, **{"records": records(), "stopped": [stopped()], **changed})


@pytest.fixture(scope="module")
def english():
    """Build the lab once for the tests that only read."""
    return lab()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_can_be_made_without_any_record(lang):
    """An empty folder gives a page that says so, not an error."""
    empty = BenchmarkLab(lang=lang, records=[], stopped=[])

    for part in (*PARTS, "exercises"):
        getattr(empty, part)
    assert "<p>" in empty.opening.said
    assert list(empty.exercises.named) == ["mislead"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_part_can_be_made_from_what_comes_with_the_workbench(lang):
    """Whatever records are stored, the page can show them."""
    shipped = BenchmarkLab(lang=lang)

    for part in (*PARTS, "exercises"):
        getattr(shipped, part)
    assert shipped.matrix.map.chart.figure["data"]


def test_the_opening_gives_the_message_and_the_largest_measurement(english):
    """What the report says in short stands here too, above the numbers."""
    said = english.opening.said

    assert said.index("In 0 of the 1 cases") < said.index("1,000,000")
    for sentence in summary(records(), english.state.matrix, "en"):
        assert escape(sentence) in said


def test_each_cell_has_one_anchor_and_a_link_to_it(english):
    """A decision tool can link to any cell; the table links to all of them."""
    matrix, words = english.state.matrix, english.state.words
    places, table = anchors(matrix), table_of_links(matrix, words)

    for case in matrix.cases:
        for kind in matrix.kinds:
            assert places.count(f'id="{address(case, kind)}"') == 1
            assert table.count(f'href="#{address(case, kind)}"') == 1


def test_a_link_chooses_its_cell():
    """What stands behind the # decides which cell is told about; nonsense changes nothing."""
    page = lab()
    page.matrix.address.fragment = address("debts", "homomorphic")

    assert (page.state.case, page.state.kind) == ("debts", "homomorphic")
    assert page.matrix.case.value == "debts"
    page.matrix.address.fragment = "matrix-nothing"
    assert page.state.case == "debts"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_is_told_in_words(lang):
    """No cell of the matrix is blank, and none shows an id."""
    page = lab(lang)
    for case in page.state.matrix.cases:
        for kind in page.state.matrix.kinds:
            page.state.set_trait("case", case)
            page.state.set_trait("kind", kind)
            assert len(page.matrix.said.value) > 100
            assert "matrix." not in page.matrix.said.value


def test_the_colour_of_the_map_follows_the_choice():
    """Another measure draws another picture."""
    page = lab()
    first = page.matrix.map.chart.figure
    page.matrix.by.value = "seconds"

    assert page.matrix.map.chart.figure != first


def test_a_case_in_depth_follows_the_matrix():
    """Choosing a case in the matrix shows it in the parts below."""
    page = lab()
    assert "1,000,000" in page.depth.measured.value
    page.state.case = "debts"

    assert page.depth.case.value == "debts"
    assert page.money.case.value == "debts"
    assert "Nothing of this case has been measured" in page.depth.measured.value


def test_records_of_another_machine_stand_in_the_growth_chart():
    """A loaded record adds its machine to the chart over sizes."""
    page = lab()
    before = len(page.depth.scaling.chart.figure["data"])
    other = {**record("plain-exchange", 10_000).machine, "processor": "Other"}
    page.state.loaded = (record("plain-exchange", 20_000, machine=other),)

    assert len(page.depth.scaling.chart.figure["data"]) > before


def test_sizes_run_up_to_the_country():
    """The slider ends at the national size of the case."""
    assert sizes_of("debts")[-1] == 18_000_000


def test_a_slower_network_takes_longer():
    """The mobile network changes the table."""
    page = lab()
    before = page.money.table.value
    page.money.network.value = "mobile"

    assert page.money.table.value != before


def test_a_higher_price_makes_a_higher_bill():
    """Ten times the price of a core-hour changes the euros; put back, they are as before."""
    page = lab()
    before = page.money.table.value
    page.money.tariffs.fields["core_hour"].value = "0.5"
    assert page.money.table.value != before

    page.money.tariffs.put_back()
    assert page.money.table.value == before


@pytest.mark.parametrize("typed", ["much", "-1", "inf"])
def test_an_impossible_price_is_refused(typed):
    """The message says so, and the last good bill stays."""
    page = lab()
    before = page.money.table.value
    page.money.tariffs.fields["kwh"].value = typed

    assert 'role="alert"' in page.money.tariffs.alert.value
    assert page.money.table.value == before


def test_what_cannot_be_said_is_named():
    """A technique with too few sizes is named below the table."""
    one = [record("plain-exchange", n) for n in SIZES] + [record("trusted-third-party", 10_000)]
    page = lab(records=one)

    assert "nothing can be said about: Trusted third party" in page.money.told.value


def test_the_same_cell_is_compared_and_another_is_not():
    """Twice the time is a ratio of two; a cell that is not stored has none."""
    stored = records()
    mine = record("plain-exchange", 10_000, seconds=(0.04,), cpu_seconds=(0.04,), peak_mb=(None,))
    words = lab().state.words

    assert "2.0 times as long" in compared_html([mine], stored, words, caption="x")
    said = compared_html([mine], stored, words, caption="x")
    assert "In 1 of the 1, exactly as much was sent" in said
    alone = record("plain-exchange", 77)
    assert "nothing to compare with" in compared_html([alone], stored, words, caption="x")


def test_a_stopped_cell_says_its_limit():
    """What was given up stands in the table with the limit."""
    words = lab().state.words
    assert "stopped after 60 s" in compared_html([stopped()], [], words, caption="x")


def file(*lines):
    """Return a file as a reader uploads it."""
    return UploadedFile("other.jsonl", "\n".join(lines).encode())


def test_a_file_of_records_is_read():
    """What one page saved, another reads; empty lines do not count."""
    lines = [one.to_json() for one in (*records(), stopped())]
    assert read_lines(file(*lines, ""), lang="nl") == (*records(), stopped())


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ((record("plain-exchange", 8).to_json(), '{"schema": 1}'), 2),
        (("", "no json"), 2),
        ((json.dumps({**json.loads(record("plain-exchange", 8).to_json()), "extra": 1}),), 1),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(content, line):
    """Another schema, no JSON or an unknown field refuses the file."""
    with pytest.raises(DataError) as refusal:
        read_lines(file(*content), lang="en")
    assert refusal.value.parameters["number"] == line


def test_a_file_without_records_is_refused():
    """An empty file is not silently nothing."""
    with pytest.raises(DataError, match="at least one record"):
        read_lines(file(""), lang="en")


def test_an_upload_is_shown_or_refused_in_words():
    """The page tells how many records came, or which line is wrong, and forgets the last file."""
    page = lab("nl")
    page.loaded.picker.file = file(record("plain-exchange", 10_000).to_json())
    assert "Aantal gelezen metingen: 1." in page.loaded.told.value
    assert len(page.state.loaded) == 1

    page.loaded.picker.file = file('{"schema": 1}')
    assert "Regel 1" in page.loaded.told.value
    assert page.state.loaded == ()

    page.loaded.picker.file = UploadedFile("<b>x", b"\xff\xfe")
    assert "geen tekst" in page.loaded.told.value
    assert "<b>x" not in page.loaded.told.value


def test_the_report_is_made_in_the_language_of_the_page():
    """One HTML page comes out, offered under a Dutch name."""
    page = lab("nl")
    page.report.job.run()

    assert page.report.job.state == "done", page.report.job.error
    assert b'lang="nl"' in page.report.download.content
    assert page.report.download.filename.startswith("meetrapport_")
    page.report.about.value = "all"
    assert page.report.download.content == b""


def test_the_spread_is_a_part_of_the_median():
    """From 0.9 to 1.2 times the median is a spread of 0.3."""
    assert spread(record("plain-exchange", 1_000_000)) == pytest.approx(0.3)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_exercises_follow_from_the_records(lang):
    """Right answers are right, each known mistake has a remark."""
    page = lab(lang)
    named = page.exercises.named
    assert list(named) == ["cheapest", "doubles", "attack", "mislead"]

    for name, right in (
        ("cheapest", "secret-sharing:pseudonyms"),
        ("doubles", "bytes"),
        ("mislead", "seconds"),
    ):
        field = named[name].children[1]
        for _, option in field.options:
            field.value = option
            named[name].check()
            assert named[name].solved is (option == right)


def test_the_attack_exercise_looks_at_the_matrix():
    """The cell that is chosen in the matrix is the answer."""
    page = lab()
    exercise = page.exercises.named["attack"]
    exercise.check()
    assert not exercise.solved

    page.state.kind = "plain-exchange"
    exercise.check()
    assert exercise.solved


def test_case_pages_link_to_their_cell():
    """The section on costs leads to the cell of the technique that the page is about."""
    assert lab_link("aio", "secret-sharing:pseudonyms").endswith("#matrix-aio-secret-sharing")
