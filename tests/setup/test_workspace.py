"""Copying the notebooks of an installed package never costs a user any work."""

from pathlib import Path

import pytest

from pet_workbench.cli.workspace import clone_root, copy_shipped, open_workspace
from pet_workbench.core import DataError


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """Return a folder as a wheel brings it."""
    for name in ("notebooks/nl/00_start.ipynb", "data/examples/svb.csv"):
        path = tmp_path / "shipped" / name
        path.parent.mkdir(parents=True)
        path.write_text("first")
    return tmp_path / "shipped"


def test_everything_is_copied(shipped, tmp_path):
    """A new folder gets the notebooks and the data."""
    assert copy_shipped(shipped, tmp_path / "mine") == ()
    assert (tmp_path / "mine/notebooks/nl/00_start.ipynb").read_text() == "first"
    assert (tmp_path / "mine/data/examples/svb.csv").read_text() == "first"


def test_changed_files_are_kept_and_named(shipped, tmp_path):
    """What the user changed stays, also when a newer version arrives."""
    mine = tmp_path / "mine"
    copy_shipped(shipped, mine)
    (mine / "notebooks/nl/00_start.ipynb").write_text("my own")
    (shipped / "notebooks/nl/00_start.ipynb").write_text("second")
    assert copy_shipped(shipped, mine) == ("notebooks/nl/00_start.ipynb",)
    assert (mine / "notebooks/nl/00_start.ipynb").read_text() == "my own"


def test_untouched_files_follow_the_package(shipped, tmp_path):
    """What the user did not change is replaced by the newer version."""
    mine = tmp_path / "mine"
    copy_shipped(shipped, mine)
    (shipped / "notebooks/nl/00_start.ipynb").write_text("second")
    assert copy_shipped(shipped, mine) == ()
    assert (mine / "notebooks/nl/00_start.ipynb").read_text() == "second"


@pytest.mark.parametrize("record", [None, "not json"])
def test_without_a_record_existing_files_are_the_users(shipped, tmp_path, record):
    """A file of unknown origin is never overwritten."""
    mine = tmp_path / "mine"
    (mine / "notebooks/nl").mkdir(parents=True)
    (mine / "notebooks/nl/00_start.ipynb").write_text("unknown")
    if record is not None:
        (mine / ".pet-workbench.json").write_text(record)
    assert copy_shipped(shipped, mine) == ("notebooks/nl/00_start.ipynb",)
    assert (mine / "notebooks/nl/00_start.ipynb").read_text() == "unknown"


def test_a_package_without_notebooks_says_so(tmp_path):
    """An empty package is an error, not an empty folder."""
    with pytest.raises(DataError, match="need notebooks in"):
        copy_shipped(tmp_path, tmp_path / "mine")


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    """A file in the way is named; nothing is replaced by it."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DataError, match="need a folder that can be written"):
        open_workspace(tmp_path / "file" / "inside")


def test_a_clone_is_served_as_it_is():
    """In a clone nothing is copied: the notebooks that are edited are the ones that are served."""
    assert open_workspace().root == clone_root()


def test_an_installed_package_is_no_clone(tmp_path):
    """A folder without pyproject.toml and notebooks is not taken for a clone."""
    assert clone_root(tmp_path / "pet_workbench") is None
