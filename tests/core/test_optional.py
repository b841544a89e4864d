"""Libraries that not everybody installs."""

import sys

import pytest

from pet_workbench.core import MissingExtraError, import_extra


def test_a_library_that_is_there_is_returned():
    """Also a module within it."""
    assert import_extra("json.decoder", package="json").__name__ == "json.decoder"


@pytest.mark.parametrize("module", ["no_such_library", "no_such_library.part", "json.no_such_part"])
def test_a_missing_library_is_named_with_the_way_to_get_it(module):
    """The message is the line to type, and the id and values are for the reader's language."""
    with pytest.raises(MissingExtraError, match=f"need {module} for this: pip install some") as e:
        import_extra(module, package="some")
    assert (e.value.id, e.value.parameters["package"]) == ("errors.missing_extra", "some")


def test_an_import_that_fails_inside_the_library_is_not_hidden(tmp_path, monkeypatch):
    """A broken library is not the same as a missing one."""
    (tmp_path / "library_with_a_hole.py").write_text("import no_such_library\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="No module named 'no_such_library'") as error:
        import_extra("library_with_a_hole", package="hole")
    assert not isinstance(error.value, MissingExtraError)
    assert "library_with_a_hole" not in sys.modules
