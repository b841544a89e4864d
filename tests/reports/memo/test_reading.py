"""Files that are no memo are refused in words, whatever they try, and nothing in them is run."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.i18n import LANGUAGES, error_text
from pet_workbench.reports.memo import read_dossier, reading, write_memo
from pet_workbench.reports.memo.embedded import state, state_xml

DOSSIER = Dossier.empty("en").with_(title="Pensions", open_points=("Who asks?",))


def archive(parts: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts, as a word processor does unless told otherwise."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", way) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return kept.getvalue()


def item(content: bytes) -> bytes:
    """Return a document with one part of custom XML."""
    return archive({"word/document.xml": b"<w/>", "customXml/item2.xml": content})


BOMB = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><d>&b;</d>'
OUTSIDE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'
NAMED = state_xml(DOSSIER).replace(b"<dossier", b'<!DOCTYPE d SYSTEM "x.dtd"><dossier', 1)
DOCUMENT = write_memo(DOSSIER, "docx")
PAGE = f'<script type="application/json" id="dossier">{state(DOSSIER)}</script>'
REFUSED = {
    "text": (b"Which pensioners?", "kind"),
    "picture": (b"\x89PNG\r\n\x1a\n\xff\xfe", "kind"),
    "nothing": (b"", "kind"),
    "old Word": (b"\xd0\xcf\x11\xe0 ...", "old_word"),
    "page without state": (b"<!DOCTYPE html><p>Hello</p>", "no_state"),
    "page with two": ((PAGE + PAGE).encode(), "no_state"),
    "page with a script": (b'<script id="dossier">{}</script>', "no_state"),
    "half an archive": (item(state_xml(DOSSIER))[:-40], "broken"),
    "document without state": (archive({"word/document.xml": b"<w/>"}), "no_state"),
    "document with two": (
        archive({f"customXml/item{n}.xml": state_xml(DOSSIER) for n in (1, 2)}),
        "no_state",
    ),
    "packed otherwise": (
        archive({"customXml/item1.xml": state_xml(DOSSIER)}, zipfile.ZIP_LZMA),
        "broken",
    ),
    "entities": (item(BOMB), "broken"),
    "entity from a file": (item(OUTSIDE), "broken"),
    "document type": (item(NAMED), "broken"),
    "broken XML": (item(b"<dossier>"), "broken"),
    "state inside another element": (
        item(b"<a>" + state_xml(DOSSIER).partition(b"\n")[2] + b"</a>"),
        "no_state",
    ),
    "broken state": (item(state_xml(DOSSIER).replace(b'"title"', b'"titel"')), "state"),
    "list of JSON": (b"{", "state"),
    "unpacks too far": (item(b" " * (reading.LARGEST_PART + 1)), "unpacked"),
    "too many parts": (archive({f"{n}": b"" for n in range(reading.MOST_PARTS + 1)}), "unpacked"),
    "too large": (b"{" + b" " * reading.LARGEST, "large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_files_are_refused_in_words(name):
    """The message names the file, in both languages, and says what to do."""
    content, kind = REFUSED[name]

    with pytest.raises(DataError) as refused:
        read_dossier(content, "mine.x")

    assert refused.value.id == f"errors.decide_memo_{kind}"
    assert all("mine.x" in error_text(refused.value, lang) for lang in LANGUAGES)


def test_another_version_is_said_with_its_reason():
    """The reason, which version it is and which is needed, is inside the refusal."""
    later = json.dumps({**json.loads(DOSSIER.to_json()), "version": 2})

    with pytest.raises(DataError) as refused:
        read_dossier(later.encode(), "later.json")

    said = error_text(refused.value, "nl")
    assert "later.json" in said
    assert "versie 2" in said


def test_the_name_says_nothing_about_the_kind():
    """A memo that was given another name is read by what it is."""
    for kind in ("html", "docx"):
        assert read_dossier(write_memo(DOSSIER, kind), "pensions.txt") == DOSSIER
    assert read_dossier(b"\xef\xbb\xbf \n" + DOSSIER.to_json().encode(), "x.html") == DOSSIER


def test_a_document_saved_anew_still_has_its_state():
    """Another order of parts, another prefix and other parts beside it make no difference."""
    own = state_xml(DOSSIER).replace(b"<dossier xmlns=", b"<p:dossier xmlns:p=")
    own = own.replace(b"</dossier>", b"</p:dossier>")
    other = b'<?xml version="1.0"?><b:Sources xmlns:b="urn:x"><b:One/></b:Sources>'
    content = archive({"customXml/item1.xml": other, "customXml/item7.xml": own, "x": b""})

    assert read_dossier(content, "memo.docx") == DOSSIER


def test_a_page_that_a_browser_saved_still_has_its_state():
    """Attributes in another order and other scripts beside it make no difference."""
    saved = PAGE.replace(
        'type="application/json" id="dossier"', 'id="dossier" type="application/json"'
    )
    page = f"<html><body><script>1 < 2</script>{saved}</body></html>"

    assert read_dossier(page.encode(), "memo.htm") == DOSSIER


@settings(max_examples=150)
@given(place=st.floats(0, 1), byte=st.integers(0, 255), kind=st.sampled_from(["docx", "archive"]))
def test_a_damaged_file_is_read_or_refused(place, byte, kind):
    """Whichever byte is wrong, there is a dossier or a refusal in words, never another error."""
    content = bytearray(DOCUMENT if kind == "docx" else item(state_xml(DOSSIER)))
    content[int(place * (len(content) - 1))] = byte

    with suppress(DataError):
        assert isinstance(read_dossier(bytes(content), "memo.docx"), Dossier)


def test_a_long_name_of_a_file_is_shown_safely():
    """A name with control characters, longer than a line, is cut and made legible."""
    with pytest.raises(DataError) as refused:
        read_dossier(b"?", "a\x1b[31m\u202e" + "b" * 300)

    name = str(refused.value.parameters["name"])
    assert len(name) <= 80
    assert name.isprintable()
