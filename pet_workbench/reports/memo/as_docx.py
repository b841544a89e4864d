"""A memo as a document for a word processor: real headings, lists and tables, its state inside.

The state is a custom XML part, which Word keeps beside the text: the standard (ECMA-376, part 1,
22.5) describes such a part as independent of what the document shows.

Does not protect: the state against tools that remove custom XML, such as a document inspector, or
against word processors that do not keep it.  The memo says so; the JSON file always works.
"""

from datetime import UTC, datetime
from functools import singledispatch
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pet_workbench.i18n import Language
from pet_workbench.reports.memo.docx_look import (
    FACT,
    LEAD,
    LOCALES,
    NOTE,
    SMALL,
    SMALL_FACT,
    set_look,
)
from pet_workbench.reports.memo.embedded import XML_NAMESPACE
from pet_workbench.reports.memo.shorten import visible
from pet_workbench.reports.paper.blocks import (
    Block,
    Facts,
    Items,
    Line,
    Paper,
    Paragraph,
    Saved,
    Strong,
    Table,
)

if TYPE_CHECKING:
    from docx.document import Document

_LOOKS = {"plain": "Normal", "lead": LEAD, "note": NOTE, "small": SMALL}
_ITEM = "/customXml/item2.xml"
_PROPERTIES = "/customXml/itemProps2.xml"
_PROPERTIES_KIND = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_STORE_ID = "{6F3B2C5E-6B0A-4E0C-9C2B-0D0551E20001}"
_LONGEST_PROPERTY = 250


def as_docx(memo: Paper, state: bytes, *, lang: Language) -> bytes:
    """Return the document.

    Parameters
    ----------
    memo : Paper
    state : bytes
        As `embedded.state_xml` makes it.
    lang : {"nl", "en"}
    """
    import docx

    document = docx.Document()
    set_look(document, lang=lang)
    _set_properties(document, memo, lang)
    document.add_paragraph(visible(memo.title), style="Title")
    for one in memo.opening:
        add(one, document)
    for part in memo.parts:
        document.add_heading(visible(part.heading), level=1)
        for one in part.blocks:
            add(one, document)
    for one in memo.closing:
        add(one, document)
    _number_pages(document, memo)
    _embed(document, state)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


@singledispatch
def add(one: Block, document: "Document") -> None:  # noqa: ARG001 - the writers below need it
    """Add a block to a document.

    Parameters
    ----------
    one : Block
    document : Document
        It is changed.

    Raises
    ------
    TypeError
        If it is no block.
    """
    raise TypeError(f"need a block of a memo, got {type(one).__name__}")


@add.register(Paragraph)
def _(one: Paragraph, document: "Document") -> None:
    _write(document.add_paragraph(style=_LOOKS[one.look]), one.line)


@add.register(Items)
def _(one: Items, document: "Document") -> None:
    if one.title and one.lines:
        title = document.add_paragraph()
        _write(title, (Strong(one.title),))
        title.paragraph_format.keep_with_next = True
    for line in one.lines:
        _write(document.add_paragraph(style="List Bullet"), line)


@add.register(Facts)
def _(one: Facts, document: "Document") -> None:
    for name, lines in one.rows:
        paragraph = document.add_paragraph(style=SMALL_FACT if one.is_small else FACT)
        if len(lines) == 1:
            _write(paragraph, (Strong(name), ". " if one.is_small else "\t", *lines[0]))
            continue
        _write(paragraph, (Strong(name),))
        paragraph.paragraph_format.keep_with_next = True
        for line in lines:
            _write(document.add_paragraph(style="List Bullet"), line)


@add.register(Table)
def _(one: Table, document: "Document") -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    caption = document.add_paragraph(visible(one.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table: Any = document.add_table(rows=0, cols=len(one.head), style="Table Grid")
    _describe(table, one.caption)
    for number, cells in enumerate((one.head, *one.rows)):
        row = table.add_row()
        _set_row(row, is_head=number == 0)
        for place, words in enumerate(cells):
            paragraph = row.cells[place].paragraphs[0]
            heads = number == 0 or place == 0
            _write(paragraph, (Strong(words) if heads and words else words,))
            paragraph.paragraph_format.space_after = Pt(8 if one.is_form and number else 0)
            paragraph.paragraph_format.keep_with_next = number < len(one.rows)
            for run in paragraph.runs:
                run.font.size = Pt(8)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name in ("firstRow", "firstColumn"):
        look.set(qn(f"w:{name}"), "1")
    _set_widths(table, one.widths)
    after = document.add_paragraph(style=SMALL).paragraph_format
    after.space_after, after.line_spacing = Pt(0), Pt(4)


def _write(paragraph: Any, line: Line) -> None:
    """Add the pieces of a line; a file to take along has no place here."""
    for piece in line:
        if not isinstance(piece, Saved):
            words = piece if isinstance(piece, str) else piece.words
            paragraph.add_run(visible(words)).bold = True if isinstance(piece, Strong) else None


def _set_row(row: Any, *, is_head: bool) -> None:
    """Keep a row on one page, and repeat the head on the next."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _describe(table: Any, caption: str) -> None:
    """Give a table the title that a screen reader says."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), visible(caption))
    table._tbl.tblPr.append(title)


def _set_widths(table: Any, shares: tuple[int, ...]) -> None:
    """Divide the width of the page over the columns."""
    from docx.shared import Mm

    if not shares:
        return
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        for cell in column.cells:
            cell.width = Mm(178 * share / sum(shares))


def _set_properties(document: "Document", memo: Paper, lang: Language) -> None:
    """Set what a file says about itself; the maker's name is that of the workbench."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    about = document.core_properties
    about.title = visible(memo.title)[:_LONGEST_PROPERTY]
    about.subject = visible(memo.subject)[:_LONGEST_PROPERTY]
    about.author = about.last_modified_by = memo.labels["author"]
    about.comments, about.keywords, about.language = "", "PET", LOCALES[lang]
    about.created = about.modified = _moment(memo.made)
    package = document.part.package
    pictures = [
        id for id, one in package.rels.items() if one.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]
    for id in pictures:  # of the library's own empty document
        del package.rels[id]


def _moment(written: str) -> datetime:
    """Return when a dossier was saved; now where it does not say so."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime.now(UTC).replace(tzinfo=None)


def _number_pages(document: "Document", memo: Paper) -> None:
    """Put the page's number and their count at the foot of every page."""
    paragraph: Any = document.sections[0].footer.paragraphs[0]
    before, between, after = memo.labels["page_of"].split("#")
    paragraph.add_run(f"{visible(memo.title)[:80]} · {before}")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)
    paragraph.style = document.styles[SMALL]


def _add_field(paragraph: Any, instruction: str) -> None:
    """Add a number that the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")
    paragraph._p.remove(run._r)
    field.append(run._r)
    paragraph._p.append(field)


def _embed(document: "Document", state: bytes) -> None:
    """Put the state beside the text, as a custom XML part with its properties."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    about = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{_STORE_ID}" xmlns:ds="{namespace}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{XML_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    package = document.part.package
    item = Part(PackURI(_ITEM), CONTENT_TYPE.XML, state, package)
    properties = Part(PackURI(_PROPERTIES), _PROPERTIES_KIND, about.encode(), package)
    item.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    document.part.relate_to(item, RELATIONSHIP_TYPE.CUSTOM_XML)
