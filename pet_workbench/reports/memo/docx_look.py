"""How a memo looks in a word processor: A4, one font, black on white, and its language set."""

from typing import TYPE_CHECKING, Any

from pet_workbench.i18n import Language

if TYPE_CHECKING:
    from docx.document import Document

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
FONT = "Calibri"
NOTE, SMALL, LEAD = "Memo note", "Memo small", "Memo lead"
FACT, SMALL_FACT = "Memo fact", "Memo small fact"
_SIZES = {"Normal": 9, "Title": 16, "Heading 1": 11.5, "Caption": 9, "List Bullet": 9}
_OWN_SIZES = {NOTE: 9, SMALL: 8, LEAD: 10.5, FACT: 9, SMALL_FACT: 8}
_SPACE_BEFORE = {"Heading 1": 6, "Caption": 3}
_SPACE_AFTER = {
    "Title": 2,
    "Heading 1": 2,
    "Caption": 1,
    "List Bullet": 0,
    FACT: 1,
    SMALL: 1,
    SMALL_FACT: 1,
}
_FACT_INDENT_MM = 34


def set_look(document: "Document", *, lang: Language) -> None:
    """Set page, styles and language of an empty document.

    Parameters
    ----------
    document : Document
        It is changed.
    lang : {"nl", "en"}
    """
    _set_page(document)
    _set_defaults(document, LOCALES[lang])
    _set_styles(document)


def _set_page(document: "Document") -> None:
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(16)
    page.top_margin, page.bottom_margin = Mm(12), Mm(13)
    page.header_distance = page.footer_distance = Mm(7)


def _set_defaults(document: "Document", locale: str) -> None:
    """Set font and language for every text that does not say otherwise."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.find(qn("w:lang")).set(qn("w:val"), locale)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), locale)
    _set_font(defaults)


def _set_font(properties: Any) -> None:
    """Name one font, instead of those of the theme."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    properties.insert(0, fonts)


def _set_styles(document: "Document") -> None:
    """Set sizes, colours and spaces of the styles that a memo uses."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    for name in _OWN_SIZES:
        own = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = document.styles["Normal"]
    for name, points in {**_SIZES, **_OWN_SIZES}.items():
        style: Any = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(points), RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(_SPACE_BEFORE.get(name, 0))
        style.paragraph_format.space_after = Pt(_SPACE_AFTER.get(name, 2))
        style.paragraph_format.line_spacing = 1.0
        _set_font(style.element.get_or_add_rPr())
    fact: Any = document.styles[FACT]
    indent = fact.paragraph_format
    indent.left_indent, indent.first_line_indent = Mm(_FACT_INDENT_MM), -Mm(_FACT_INDENT_MM)
    indent.tab_stops.add_tab_stop(Mm(_FACT_INDENT_MM))
    _draw_border(document.styles[NOTE])


def _draw_border(style: Any) -> None:
    """Draw a line on the left of a note."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in {"val": "single", "sz": "18", "space": "6", "color": "000000"}.items():
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )
