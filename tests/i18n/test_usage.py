"""The reader of the source finds keys, families of keys and errors where they are."""

from pet_workbench.i18n import catalogue
from tests.i18n.test_catalogues import END, fields, readable
from tests.i18n.usage import (
    FILE,
    KEY,
    asked,
    asked_by_pages,
    families,
    literals,
    refusals,
    short_keys,
)


def test_keys_are_found_in_calls_and_in_expressions():
    """A key counts wherever it stands as a whole string."""
    assert "page.error_title" in asked()
    assert {"page.yes", "page.no"} <= set(literals())


def test_pieces_of_a_composed_key_are_no_keys():
    """The beginning of a composed key declares a family, it is not a missing text."""
    assert any(pattern.fullmatch("page.kind_law") for pattern in families())
    assert "page.kind_" not in literals()


def test_short_keys_of_case_pages_are_found():
    """A page names its texts without their part, whole or put together."""
    patterns = [pattern.pattern for pattern in short_keys()]
    assert {"cost_label", "quality_differs"} <= set(asked_by_pages())
    assert r"leak_[\w-]+" in patterns
    assert r"[\w-]+" not in patterns


def test_errors_are_found_with_their_template():
    """An error is seen with its id, its English template and the names of its values."""
    found = {refusal.id: refusal for refusal in refusals()}
    assert found["errors.out_of_range"].given >= fields(found["errors.out_of_range"].template)
    assert found["errors.out_of_range"].place.startswith("pet_workbench.core.validation")


def test_file_names_are_no_keys():
    """A file that is named like a part of the catalogue is told apart."""
    assert KEY.fullmatch("page.yes")
    assert FILE.fullmatch("page.json")
    assert not KEY.fullmatch("nothing.yes")


def test_a_sentence_is_seen_by_its_end():
    """Quotes and brackets may stand after the full stop."""
    assert END.search("Done.")
    assert END.search("(Done.)")
    assert not END.search("done")


def test_verbatim_pieces_are_not_read_as_language():
    """Commands in quotes, tags and placeholders are nobody's prose."""
    assert readable('Run "x>=1" on <b>{n}</b>').split() == ["Run", "on", "X"]


def test_catalogues_hold_texts():
    """Every value is a text."""
    assert {type(text) for text in catalogue("nl").values()} == {str}
