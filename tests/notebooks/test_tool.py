"""The author's tool: what it writes, copies, records and runs."""

import json
import shutil
from pathlib import Path

import pytest

from tests.notebooks.sample import good_cells
from tools import notebooks


@pytest.fixture
def root(executed: Path, tmp_path: Path) -> Path:
    """Return a copy of the small pair that a test may change on disk."""
    return Path(shutil.copytree(executed, tmp_path / "notebooks"))


def cells(root: Path, lang: str) -> dict:
    """Return the cells of the small notebook by id."""
    return {cell.id: cell for cell in notebooks.read(root / lang / "10_sum.ipynb").cells}


def test_writing_twice_gives_the_same_bytes(tmp_path):
    """Equal cells give equal files, with sorted keys and one newline at the end."""
    written = [
        notebooks.write("10_sum", "en", good_cells("en"), root=tmp_path / place).read_bytes()
        for place in ("a", "b")
    ]
    assert written[0] == written[1]
    assert written[0].endswith(b"}\n")
    assert json.loads(written[0])["metadata"]["pet"] == {"lang": "en", "title": "Adding up"}


def test_cells_may_be_plain_tuples(tmp_path):
    """An author's script needs no class of ours."""
    given = [("title", "markdown", [], "\n# Hello\n"), ("more", "markdown", ["x"], "More")]
    one, two = notebooks.read(notebooks.write("x", "en", given, root=tmp_path)).cells
    assert one.source == "# Hello"
    assert two.metadata == {"tags": ["x"]}


def test_running_keeps_only_what_is_checked(executed):
    """Only the tagged cell has an output and a count; the metadata name no machine."""
    notebook = notebooks.read(executed / "nl" / "10_sum.ipynb")
    kept = {cell.id: cell.execution_count for cell in notebook.cells if cell.cell_type == "code"}
    assert kept == {"language": None, "sum-code": 2}
    assert notebook.cells[3].outputs[0].data == {"text/plain": "3"}
    assert set(notebook.metadata) == {"kernelspec", "language_info", "pet"}


def test_running_keeps_one_line_of_an_error(tmp_path):
    """A refused call is stored as its message, without files or line numbers."""
    tags = ("raises-exception", notebooks.CHECKED)
    refused = [("title", "markdown", (), "# No"), ("no", "code", tags, "int('x')")]
    path = notebooks.write("no", "en", refused, root=tmp_path)
    notebooks.execute(path)
    (error,) = notebooks.read(path).cells[1].outputs
    assert error.traceback == [f"{error.ename}: {error.evalue}"]
    assert error.ename == "ValueError"


def test_syncing_a_pair_that_is_in_step_changes_nothing(root):
    """Sync may be run at any time."""
    path = root / "nl" / "10_sum.ipynb"
    before = path.read_bytes()
    assert notebooks.sync("10_sum", root=root) == []
    assert path.read_bytes() == before


def test_sync_copies_code_and_drops_the_outputs_it_made_old(root):
    """Changed English code reaches the Dutch notebook without an output that no longer fits."""
    english = notebooks.read(root / "en" / "10_sum.ipynb")
    english.cells[3].source = "sum([4, 5])"
    notebooks.save(english, root / "en" / "10_sum.ipynb")
    assert notebooks.sync("10_sum", root=root) == []
    copied = cells(root, "nl")["sum-code"]
    assert (copied.source, copied.outputs, copied.execution_count) == ("sum([4, 5])", [], None)
    assert cells(root, "nl")["language"].source == 'LANG = "nl"'


def test_sync_keeps_dutch_text_and_reports_what_is_new_or_stale(root):
    """A new cell comes in English, a changed one keeps its Dutch text; both are named."""
    path = root / "en" / "10_sum.ipynb"
    english = notebooks.read(path)
    english.cells[2].source += " Always."
    new = notebooks.nbformat.v4.new_markdown_cell("Something new.", id="new")
    english.cells.insert(1, new)
    notebooks.save(english, path)
    assert notebooks.sync("10_sum", root=root) == ["new", "sum"]
    assert cells(root, "nl")["sum"].source.startswith("## De som")
    assert list(cells(root, "nl")) == ["title", "new", "language", "sum", "sum-code"]


def test_stamp_refuses_what_is_no_translation(root):
    """Unknown cells, code and text that is still English cannot be stamped."""
    path = root / "nl" / "10_sum.ipynb"
    dutch = notebooks.read(path)
    dutch.cells[2].source = cells(root, "en")["sum"].source
    notebooks.save(dutch, path)
    asked = ["title", "sum", "sum-code", "nothing"]
    assert notebooks.stamp("10_sum", asked, root=root) == ["sum", "sum-code", "nothing"]


def test_the_command_line_checks_syncs_and_stamps(root, capsys):
    """The commands say what they did and fail when something is left to do."""
    at = ["--root", str(root)]
    assert notebooks.main([*at, "check", "10_sum"]) == 0
    assert notebooks.main([*at, "check"]) == 1
    assert "nl/10_aio: missing" in capsys.readouterr().out
    assert notebooks.main([*at, "sync"]) == 0
    assert "10_sum: in step" in capsys.readouterr().out
    assert notebooks.main([*at, "stamp", "10_sum", "--all"]) == 0
    assert notebooks.main([*at, "stamp", "10_sum", "nothing"]) == 1


def test_stamp_needs_to_know_which_cells(capsys):
    """Neither cells nor --all is a mistake, not a stamp on everything."""
    with pytest.raises(SystemExit):
        notebooks.main(["stamp", "10_sum"])
    assert "need cell ids or --all, got neither" in capsys.readouterr().err
