"""Get the state back out of a memo, or out of the file that a dossier was saved in.

What kind of file it is follows from its content, never from its name.  Nothing in it is run: of a
page the text of one script element is taken, of a word processor's document one part, and both are
read as JSON against the schema of a dossier.

Protects: against files that are too large, archives that unpack to more than fits, and XML that
declares entities.
Does not protect: against a state that somebody changed on purpose: a memo is not signed.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from pet_workbench.core import DataError
from pet_workbench.decide import Dossier
from pet_workbench.reports.memo.embedded import HTML_ID, XML_NAME, XML_NAMESPACE
from pet_workbench.reports.memo.shorten import legible
from pet_workbench.reports.paper import states_in_page

LARGEST = 16_000_000
"""Bytes of a file; a memo has about 100,000."""
LARGEST_PART = 8_000_000
"""Bytes of one part of an archive, unpacked."""
MOST_PARTS = 2_000
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises, according to which byte of an archive is wrong."""
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those of word processors; others can ask for much memory."""
_ZIP = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_LONGEST_NAME = 80


def read_dossier(content: bytes, name: str) -> Dossier:
    """Read a dossier from a JSON file, or from a memo in HTML or DOCX.

    Parameters
    ----------
    content : bytes
        Of the file.
    name : str
        Of the file, for messages.

    Raises
    ------
    DataError
        If it is none of these, is too large, has no state or a broken one, or one of another
        version.

    Examples
    --------
    >>> read_dossier(Dossier.empty("en").to_json().encode(), "mine.json").language
    'en'
    """
    shown = legible(name)[:_LONGEST_NAME]
    if len(content) > LARGEST:
        raise DataError(
            "errors.decide_memo_large",
            "need a file of at most {most} MB, got {name}, which has {size} MB; choose the memo or "
            "the dossier that the workbench saved",
            most=LARGEST // 1_000_000,
            name=shown,
            size=-(-len(content) // 1_000_000),
        )
    written = _state(content, shown)
    try:
        return Dossier.from_json(written)
    except DataError as error:
        raise DataError(
            "errors.decide_memo_state",
            "{name}: {reason}; nothing was changed, what was open is still there",
            name=shown,
            reason=error,
        ) from error


def _state(content: bytes, name: str) -> str:
    """Return the JSON in a file of any of the three kinds."""
    if content.startswith(_ZIP):
        return _decoded(_from_archive(content, name), name)
    if content.startswith(_OLD_WORD):
        raise DataError(
            "errors.decide_memo_old_word",
            "need a memo in the form DOCX, got {name}, which is of an older Word (DOC) or has a "
            "password; save it as DOCX without a password",
            name=name,
        )
    written = _decoded(content, name).lstrip("\ufeff \t\r\n")
    if written.startswith("<"):
        return _from_page(written, name)
    if written.startswith("{"):
        return written
    raise DataError(
        "errors.decide_memo_kind",
        "need a dossier (JSON) or a memo (HTML or DOCX) of this workbench, got {name}, which is "
        "another kind of file",
        name=name,
    )


def _decoded(content: bytes, name: str) -> str:
    """Read bytes as text.

    Raises
    ------
    DataError
        If they are none.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            "errors.decide_memo_kind",
            "need a dossier (JSON) or a memo (HTML or DOCX) of this workbench, got {name}, which "
            "is another kind of file",
            name=name,
        ) from error


def _from_page(written: str, name: str) -> str:
    """Return the state in a page.

    Raises
    ------
    DataError
        If there is none, or more than one.
    """
    return _only(states_in_page(written, HTML_ID), name)


def _only(found: list[str], name: str) -> str:
    """Return the one state there is.

    Raises
    ------
    DataError
        If there is none, or more than one.
    """
    if len(found) != 1:
        raise DataError(
            "errors.decide_memo_no_state",
            "need a memo with one dossier inside, got {name}, which has {count}; choose the memo "
            "as the workbench saved it, or the dossier itself (JSON)",
            name=name,
            count=len(found),
        )
    return found[0]


def _from_archive(content: bytes, name: str) -> bytes:
    """Return the state in a document, as UTF-8.

    Raises
    ------
    DataError
        If the archive is broken or too large when unpacked, or has no state or several.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found = [_element(part, name) for part in _parts(archive, name)]
    except DataError:
        raise
    except _DAMAGE as error:
        raise _broken(name) from error
    return _only([one for one in found if one is not None], name).encode()


def _broken(name: str) -> DataError:
    """Return the refusal of a damaged document."""
    return DataError(
        "errors.decide_memo_broken",
        "need a whole document, got {name}, which is damaged or has a password; choose the memo as "
        "the workbench saved it, or the dossier itself (JSON)",
        name=name,
    )


def _parts(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield the parts that may hold a state, each no longer than fits.

    Raises
    ------
    DataError
        If there are too many parts, one is too large, or is packed as no word processor does.
    """
    listed = archive.infolist()
    if len(listed) > MOST_PARTS:
        _refuse_unpacked(name)
    left = LARGEST_PART
    for part in listed:
        if part.filename.startswith("customXml/") and part.filename.endswith(".xml"):
            if part.compress_type not in _COMPRESSIONS:
                raise _broken(name)
            with archive.open(part) as opened:
                content = opened.read(left + 1)
            left -= len(content)
            if left < 0:
                _refuse_unpacked(name)
            yield content


def _refuse_unpacked(name: str) -> NoReturn:
    """Refuse an archive that unpacks to too much.

    Raises
    ------
    DataError
        Always.
    """
    raise DataError(
        "errors.decide_memo_unpacked",
        "need a document of at most {most} MB when unpacked, got {name}, which is larger; choose "
        "the memo as the workbench saved it",
        most=LARGEST_PART // 1_000_000,
        name=name,
    )


def _element(content: bytes, name: str) -> str | None:
    """Return the text of the element that holds a state, or None where it is another.

    Raises
    ------
    DataError
        If the XML is broken, or declares anything of its own.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    opened: list[str] = []
    pieces: list[str] = []

    def refuse(*_declared: object) -> NoReturn:
        raise _broken(name)

    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda element, _attributes: opened.append(element)
    parser.CharacterDataHandler = pieces.append
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _broken(name) from error
    is_ours = opened == [f"{XML_NAMESPACE} {XML_NAME}"]
    return "".join(pieces) if is_ours else None
