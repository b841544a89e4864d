"""Tests of own data and exercises on the page of `aio`."""

import pytest

from pet_workbench.usecases.aio import own_tables
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.aio import AioPage
from pet_workbench.widgets.aio.exercises import answers
from pet_workbench.widgets.case.own_data import examples

GOOD_SVB = b"person,household,aow,receives_aio,lives_abroad\n5,1,900,no,no\n6,2,1459.53,no,no\n"
GOOD_UWV = b"person,income\n5,100\n6,100\n"


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


@pytest.fixture
def page(lang):
    """Return a page."""
    return AioPage(lang=lang)


def upload(page, svb, uwv):
    """Put two files in, run, and return the upload."""
    widget = page.own_data.upload
    widget.pickers["svb"].file = UploadedFile("svb.csv", svb)
    widget.pickers["uwv"].file = UploadedFile("uwv.csv", uwv)
    widget.job.run()
    return widget


def test_the_examples_give_an_answer_to_take_home(page, lang):
    """The example files lead to a file of households, which holds nothing of UWV's."""
    given = {key: content for key, (_, content) in examples(page).items()}
    widget = upload(page, given["svb"], given["uwv"])
    tables = own_tables.read(given["svb"], given["uwv"])
    found = page.own_data.upload.job.result
    lines = widget.download.content.decode("utf-8-sig").splitlines()

    assert widget.job.state == "done"
    assert widget.download.filename.endswith(".csv")
    assert lines[0].split(";" if lang == "nl" else ",")[0] == (
        "huishouden" if lang == "nl" else "household"
    )
    assert 1 < len(lines) - 1 < len(tables["SVB"])
    assert "inkomen" not in lines[0]
    assert "income" not in lines[0]
    assert found.html == widget.result.value


def test_found_households_are_those_under_the_limit_of_the_page(page):
    """The limit and the brake of the page are used: here one household of two is found."""
    page.state.minimum = 1
    widget = upload(page, GOOD_SVB, GOOD_UWV)
    assert len(widget.download.content.splitlines()) == 2
    page.state.limit = 130
    assert len(upload(page, GOOD_SVB, GOOD_UWV).download.content.splitlines()) == 3


def test_too_few_households_give_no_file(page):
    """The brake on small numbers holds for own data as well."""
    widget = upload(page, GOOD_SVB, GOOD_UWV)
    assert widget.job.state == "done"
    assert widget.download.content == b""
    assert "10" in widget.result.value


@pytest.mark.parametrize(
    ("svb", "uwv", "parts"),
    [
        (b"", GOOD_UWV, ["svb.csv"]),
        (GOOD_SVB, b"person,income\n5,-1\n", ["uwv.csv", "2", "-1"]),
        (GOOD_SVB, b"person,income\n5,abc\n6,inf\n", ["uwv.csv", "abc", "inf"]),
        (GOOD_SVB, b"person,wage\n5,1\n", ["uwv.csv", "income"]),
        (GOOD_SVB, b"person,income\n5,1\n5,2\n", ["uwv.csv", "3", "5"]),
        (b"<b>x</b>,y\n1,2\n", b"person,income\n5,-1\n", ["svb.csv", "uwv.csv"]),
    ],
)
def test_bad_files_are_refused_by_file_row_and_column(page, caplog, svb, uwv, parts):
    """Every problem of both files is listed in words; no answer, no traceback, no mark-up."""
    upload(page, GOOD_SVB, GOOD_UWV)
    widget = upload(page, svb, uwv)

    assert widget.job.state == "failed"
    for part in parts:
        assert part in widget.job.alert.value
    assert "Traceback" not in widget.job.alert.value
    assert "<b>x" not in widget.job.alert.value
    assert (widget.result.value, widget.download.content) == ("", b"")
    assert caplog.records == []


def test_a_good_file_after_a_bad_one_works(page):
    """A refusal leaves nothing behind."""
    page.state.minimum = 1
    upload(page, b"", GOOD_UWV)
    widget = upload(page, GOOD_SVB, GOOD_UWV)
    assert widget.job.state == "done"
    assert widget.job.alert.value == ""


def test_the_page_names_the_columns_it_needs(page, lang):
    """The names above the upload are those of the example files."""
    said = page.own_data.children[0].value
    for name in ("huishouden", "inkomen") if lang == "nl" else ("household", "income"):
        assert f"<code>{name}</code>" in said


def test_right_and_wrong_choices_are_told_apart(page):
    """Each wrong choice gets its own remark, the right one solves the exercise."""
    for name, right in (("partner", "either"), ("hash", "guess")):
        exercise = page.exercises.named[name]
        field = exercise._fields[0]
        remarks = set()
        for _, option in field.options:
            field.value = option
            exercise.check()
            assert exercise.solved == (option == right)
            remarks.add(exercise.feedback.value)
        assert len(remarks) == len(field.options)


def test_the_difference_can_be_read_off_the_page(page):
    """The answer of the second exercise is what the first section shows at the two limits."""
    shown = []
    for limit in (100, 105):
        page.state.limit = limit
        shown.append(sum(page.try_it.chart.figure["data"][1]["y"]))
    assert answers() == tuple(shown)

    exercise = page.exercises.named["difference"]
    exercise._fields[0].value = str(shown[1])
    exercise.check()
    assert not exercise.solved
    exercise._fields[0].value = str(shown[1] - shown[0])
    exercise.check()
    assert exercise.solved


def test_hints_lead_to_the_explanation(page):
    """When all hints are out, the explanation is offered."""
    for exercise in page.exercises.exercises:
        for _ in range(2):
            exercise.hint()
        assert not exercise.solution_button.disabled
