"""What a paper is made of: paragraphs, lists, facts and tables of plain text.

Nothing here is mark-up.  Whatever writes a paper, as a page or as a document of a word processor,
writes the same blocks, so that all say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple


class Strong(NamedTuple):
    """Words that stand out.

    Attributes
    ----------
    words : str
    """

    words: str


class Saved(NamedTuple):
    """A file to take along, where the paper can hold one; elsewhere nothing.

    Attributes
    ----------
    words : str
        Of the link.
    name : str
        Of the file when it is saved.
    content : bytes
    """

    words: str
    name: str
    content: bytes


Line = tuple[str | Strong | Saved, ...]
"""A line of text, in pieces."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Attributes
    ----------
    line : Line
    look : {"plain", "lead", "note", "small"}
        A note stands apart: it warns.
    """

    line: Line
    look: Literal["plain", "lead", "note", "small"] = "plain"


@dataclass(frozen=True)
class Items:
    """A list, in order of importance but without numbers.

    Attributes
    ----------
    lines : tuple of Line
    title : str
        What is listed; empty where the heading says it.
    """

    lines: tuple[Line, ...]
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the first cell heads its row.

    Attributes
    ----------
    caption : str
    head : tuple of str
        A heading per column.
    rows : tuple of tuple of str
    widths : tuple of int
        Shares of the width, per column; empty for what the content needs.
    is_form : bool
        Whether it has empty cells to be filled in by hand.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()
    is_form: bool = False


@dataclass(frozen=True)
class Facts:
    """Names with what is to be said about each: a line, or a list of several.

    Attributes
    ----------
    rows : tuple of (str, tuple of Line)
    is_small : bool
        Whether it is there to look something up in.
    """

    rows: tuple[tuple[str, tuple[Line, ...]], ...]
    is_small: bool = False


Told = Mapping[str, str | tuple[Line, ...]]
"""By name, what is said about it: a text, or lines."""
Block = Paragraph | Items | Table | Facts


@dataclass(frozen=True)
class Part:
    """A part of a paper under its heading.

    Attributes
    ----------
    id : str
        Its address within the page.
    heading : str
    blocks : tuple of Block
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """A whole paper, such as a memo.

    Attributes
    ----------
    title : str
    subject : str
        One sentence about what it is, for the properties of the document.
    opening : tuple of Block
        Above the first heading.
    parts : tuple of Part
    closing : tuple of Block
    made : str
        ISO date and time of the state it shows; empty where it was not kept yet.
    labels : mapping of str to str
        Words around the parts, such as the link to the content.
    """

    title: str
    subject: str
    opening: tuple[Block, ...]
    parts: tuple[Part, ...]
    closing: tuple[Block, ...]
    made: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


def facts(told: Told, *, is_small: bool = False) -> Facts:
    """Return names with what is said about each; those about which nothing is said are left out.

    Parameters
    ----------
    told : mapping of str to str or tuple of Line
    is_small : bool

    Examples
    --------
    >>> facts({"Who": "Ada", "When": "", "Why": ()}).rows
    (('Who', (('Ada',),)),)
    """
    rows = tuple(
        (name, ((said,),) if isinstance(said, str) else said) for name, said in told.items() if said
    )
    return Facts(rows, is_small)
