"""Tests of own data on a page: whole files or none, errors in words, an answer to take home."""

import pytest

from pet_workbench.core import DataError
from pet_workbench.widgets import FilePicker, Upload, UploadAnswer, UploadedFile

MB = 1 << 20


def send(picker: FilePicker, content: bytes, *, name: str = "a.csv", size: int | None = None):
    """Send `content` in pieces as the browser does; return the picker's answers."""
    answers = []
    picker.send = answers.append
    pieces = [content[i : i + MB] for i in range(0, len(content), MB)] or [b""]
    for n, piece in enumerate(pieces):
        message = {
            "n": n,
            "total": len(pieces),
            "name": name,
            "size": len(content) if size is None else size,
        }
        picker._receive(picker, message, [memoryview(piece)])
    return answers


def an_upload(handle) -> Upload:
    """Return an upload of two files."""
    return Upload(
        {"svb": "het bestand van de SVB", "uwv": "het bestand van UWV"},
        handle,
        lang="nl",
        warning="<p>Let op</p>",
        examples={"svb": ("voorbeeld.csv", b"id\n1\n")},
    )


def both(upload: Upload) -> None:
    """Put a file in both pickers."""
    for key, picker in upload.pickers.items():
        picker.file = UploadedFile(f"{key}.csv", b"id\n1\n")


def test_a_file_arrives_in_pieces():
    """A file of some megabytes is put together in order, and each piece is acknowledged."""
    picker, content = FilePicker("SVB", lang="nl"), bytes(range(256)) * 10_000

    answers = send(picker, content)

    assert picker.file == UploadedFile("a.csv", content)
    assert answers == [{"received": n, "go_on": True} for n in range(3)]
    assert picker.status == "a.csv (2,6 MB) is ontvangen"


def test_an_empty_file_is_a_file():
    """What is wrong with an empty file is for the schema to say."""
    picker = FilePicker("SVB", lang="nl")
    send(picker, b"")

    assert picker.file == UploadedFile("a.csv", b"")


def test_half_a_file_is_no_file():
    """Until the last piece is there, there is no file, also not the one before."""
    picker = FilePicker("SVB", lang="nl")
    send(picker, b"old")
    message = {"n": 0, "total": 2, "name": "b.csv", "size": 2 * MB}
    picker._receive(picker, message, [memoryview(b"x")])

    assert picker.file is None
    assert picker.status == "Bezig met inlezen…"


def test_a_lost_piece_ends_the_upload():
    """A piece out of order is refused, and the reader is asked to choose again."""
    picker, answers = FilePicker("SVB", lang="en"), []
    picker.send = answers.append
    picker._receive(
        picker, {"n": 1, "total": 3, "name": "b.csv", "size": 3 * MB}, [memoryview(b"x")]
    )

    assert answers == [{"received": 1, "go_on": False}]
    assert picker.status == "Reading was interrupted. Choose the file again."


def test_a_file_that_is_too_big_is_refused_at_its_first_piece():
    """The size is known at the first piece, so no memory is filled with the rest."""
    picker = FilePicker("SVB", lang="nl")
    answers = send(picker, b"x", size=300 * 10**6)

    assert answers == [{"received": 0, "go_on": False}]
    assert picker.file is None
    assert picker.status == (
        "a.csv is te groot: 300,0 MB. Kies een bestand van ten hoogste 200,0 MB."
    )


def test_the_answer_can_be_taken_home():
    """With both files there, the page shows the answer and offers the file."""
    upload = an_upload(
        lambda files, step: UploadAnswer("<p>1 gevonden</p>", files["svb"].content, "uit.csv")
    )
    both(upload)
    upload.job.run()

    assert upload.result.value == "<p>1 gevonden</p>"
    assert (upload.download.content, upload.download.label) == (b"id\n1\n", "Download uit.csv")


def test_a_missing_file_is_asked_for():
    """Without both files nothing is computed, and the page says which one is missing."""
    upload = an_upload(lambda files, step: pytest.fail("computed without files"))
    upload.pickers["svb"].file = UploadedFile("svb.csv", b"")
    upload.job.run()

    assert "Kies eerst deze bestanden: het bestand van UWV." in upload.job.alert.value


def test_all_errors_are_shown_at_once():
    """Several mistakes in the files are told one by one in one alert."""

    def handle(files, step):
        errors = [
            DataError("page.upload_first", "need {files}", files=name)
            for name in ("rij 1", "rij 2")
        ]
        raise ExceptionGroup("two mistakes", errors)

    upload = an_upload(handle)
    both(upload)
    upload.job.run()

    assert "Kies eerst deze bestanden: rij 1." in upload.job.alert.value
    assert "Kies eerst deze bestanden: rij 2." in upload.job.alert.value


def test_an_old_answer_does_not_survive_a_new_error():
    """After a failed run the page no longer offers the file of the run before."""
    outcomes = iter([None, DataError("page.upload_first", "need {files}", files="x")])

    def handle(files, step):
        if error := next(outcomes):
            raise error
        return UploadAnswer("<p>goed</p>", b"1", "uit.csv")

    upload = an_upload(handle)
    both(upload)
    upload.job.run()
    upload.job.run()

    assert (upload.result.value, upload.download.content) == ("", b"")


def test_the_warning_stands_first():
    """What happens with the data is read before a file can be chosen."""
    upload = an_upload(lambda files, step: None)

    assert upload.children[0].value == "<p>Let op</p>"
