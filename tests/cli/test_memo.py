"""The command ``memo`` writes a memo, or says in one line why not; it never harms a file."""

import pytest

from pet_workbench.cli import main
from pet_workbench.decide import Dossier
from pet_workbench.reports.memo import read_dossier

DOSSIER = Dossier.empty("nl").with_(title="Niet-gebruik", question="Wie mist de aanvulling?")


@pytest.fixture
def given(tmp_path):
    """Write a dossier."""
    path = tmp_path / "dossier.json"
    path.write_text(DOSSIER.to_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_a_memo_is_written_and_can_be_written_anew(given, tmp_path, capsys, ending):
    """From a dossier to a memo, and from that memo to the dossier again."""
    memo, again = tmp_path / f"memo.{ending}", tmp_path / "again.json"

    assert main(["memo", str(given), "--out", str(memo), "--lang", "en"]) == 0
    assert "was written" in capsys.readouterr().out
    assert main(["memo", str(memo), "--out", str(again)]) == 0
    assert read_dossier(again.read_bytes(), "again.json") == DOSSIER


def test_the_language_of_the_memo_can_be_chosen(given, tmp_path):
    """What people typed stays; the words around it are in the language that was asked for."""
    memo = tmp_path / "memo.html"
    main(["memo", str(given), "--out", str(memo), "--lang", "en"])

    assert "Decision memo: Niet-gebruik" in memo.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "out", "said"),
    [
        ("nothing.json", "memo.html", "cannot be read"),
        ("dossier.json", "memo.pdf", "may end in .html, .docx, .json"),
        ("dossier.json", "dossier.json", "another file"),
        ("dossier.json", "no/folder/memo.html", "cannot be read or written"),
    ],
)
def test_wrong_files_are_said_in_one_line(given, tmp_path, capsys, name, out, said):
    """Exit code 2, one line with the file's name, and nothing is written."""
    before = given.read_bytes()

    code = main(["memo", str(tmp_path / name), "--out", str(tmp_path / out), "--lang", "en"])

    error = capsys.readouterr().err
    assert code == 2
    assert said in error
    assert error.count("\n") == 1
    assert [one.name for one in tmp_path.iterdir()] == ["dossier.json"]
    assert given.read_bytes() == before


def test_a_broken_dossier_leaves_an_older_memo_alone(given, tmp_path, capsys):
    """What was there before is still there when the dossier cannot be read."""
    memo = tmp_path / "memo.html"
    memo.write_text("earlier", encoding="utf-8")
    given.write_text('{"format": "pet-workbench-dossier", "version": 9}', encoding="utf-8")

    assert main(["memo", str(given), "--out", str(memo), "--lang", "nl"]) == 2
    assert "versie 9" in capsys.readouterr().err
    assert memo.read_text(encoding="utf-8") == "earlier"
