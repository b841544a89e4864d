"""The document for word processors: real headings, lists and tables, language and properties."""

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from pet_workbench.reports.memo import write_memo
from tests.reports.memo.dossiers import filled, hostile
from tests.reports.memo.pages import estimated_pages
from tests.reports.memo.test_html import Tree


def opened(lang: str):
    """Open the document of a filled dossier."""
    return docx.Document(io.BytesIO(write_memo(filled(lang), "docx")))


@pytest.mark.parametrize(("lang", "locale"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_language_and_properties_are_set(lang, locale):
    """A screen reader speaks the right language, and the file says what it is."""
    document = opened(lang)
    marks = document.styles.element.findall(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")

    assert [mark.get(qn("w:val")) for mark in marks] == [locale]
    assert document.core_properties.language == locale
    assert filled(lang).title in document.core_properties.title
    assert "docx" not in document.core_properties.author
    assert document.core_properties.created.isoformat().startswith("2026-11-22T15:30:00")


def test_headings_lists_and_tables_are_real():
    """Structure is in styles, not in bold letters: a title, headings of level 1, bullets."""
    document = opened("nl")
    styles = [one.style.name for one in document.paragraphs]

    assert styles[0] == "Title"
    assert styles.count("Heading 1") >= 8
    assert "List Bullet" in styles
    for table in document.tables:
        head = table.rows[0]._tr
        assert head.find(f".//{qn('w:tblHeader')}") is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_a_page_is_a4_and_has_its_number():
    """As paper in the Netherlands is, with the page's number at its foot."""
    section = opened("nl").sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fields = [one.get(qn("w:instr")) for one in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_there_is_no_macro_and_no_address():
    """The archive holds no code, no picture of the library's and no link to elsewhere."""
    with zipfile.ZipFile(io.BytesIO(write_memo(filled("en"), "docx"))) as archive:
        names = archive.namelist()
        links = b"".join(archive.read(name) for name in names if name.endswith(".rels"))

    assert not any("vba" in name.lower() or name.endswith(".jpeg") for name in names)
    assert b'TargetMode="External"' not in links


def test_hostile_texts_are_shown_as_they_are():
    """What looks like mark-up is words; what XML cannot hold is a sign that says so."""
    made = docx.Document(io.BytesIO(write_memo(hostile("a\x00<w:p/>]]>\u202eb"), "docx")))

    assert any("a\ufffd<w:p/>]]>\ufffdb" in one.text for one in made.paragraphs)


def test_page_and_document_say_the_same():
    """Every sentence of the document stands in the page, apart from how to open it again."""
    page = Tree(write_memo(filled("nl"), "html").decode()).words
    said = [one.text for one in opened("nl").paragraphs if one.style.name == "List Bullet"]

    assert len(said) > 20
    assert [line for line in said if line not in page] == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_filled_document_is_estimated_at_three_pages_at_most(lang):
    """Everything filled in with ordinary texts; an estimate, as no word processor runs here."""
    assert 2 < estimated_pages(opened(lang)) <= 3


def test_the_longest_texts_do_not_make_a_book():
    """Texts of thousands of characters are shortened until three pages are met."""
    long = docx.Document(io.BytesIO(write_memo(hostile("word " * 2000), "docx")))

    assert estimated_pages(long) <= 3
