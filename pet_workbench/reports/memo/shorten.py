"""Texts that people typed, made fit for three pages: legible, and visibly shortened where too long.

Only what a memo shows is shortened.  The state inside it keeps every character.
"""

import re
import unicodedata
from collections.abc import Iterable

from pet_workbench.i18n import Language, number, text

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What XML cannot hold, what nobody can see, and what would turn the direction of other words."""
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_MARKS_IN_A_ROW = 3
_ENDS = frozenset(".!?:…)")


def visible(words: str) -> str:
    r"""Return a text with a sign for each character that no document can hold.

    Parameters
    ----------
    words : str

    Examples
    --------
    >>> visible("a\x00 b")
    'a\ufffd b'
    """
    return _UNSEEN.sub(_REPLACEMENT, words)


def legible(words: str) -> str:
    r"""Return a text in which every character can be shown, on one line.

    Characters that no document can hold are replaced by a sign that says so; of more than three
    accents on one letter, three are kept.

    Parameters
    ----------
    words : str

    Examples
    --------
    >>> legible(" a\x00b\n c ")
    'a\ufffdb c'
    """
    seen = visible(_SPACES.sub(" ", words).strip())
    kept, marks = [], 0
    for character in seen:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def short(words: str, limit: int, lang: Language) -> str:
    """Return a text of at most about `limit` characters, and say so where some were left out.

    Parameters
    ----------
    words : str
    limit : int
        Characters.
    lang : {"nl", "en"}

    Examples
    --------
    >>> short("Which households have a right to more?", 20, "en")
    'Which households … (see the file)'
    """
    whole = legible(words)
    if len(whole) <= limit:
        return whole
    begun = whole[:limit]
    at_a_word = begun.rpartition(" ")[0] if " " in begun[limit // 2 :] else begun
    return text("memo.shortened", lang, begun=at_a_word.rstrip(" ,;:."))


def sentences(*parts: str) -> str:
    """Return texts behind each other, each ended as a sentence.

    Parameters
    ----------
    *parts : str
        Empty ones are left out.

    Examples
    --------
    >>> sentences("Not now", "", "There is no basis.")
    'Not now. There is no basis.'
    """
    given = (part.strip() for part in parts)
    return " ".join(part if part[-1] in _ENDS else f"{part}." for part in given if part)


def some(lines: Iterable[str], most: int, lang: Language) -> tuple[str, ...]:
    """Return at most `most` lines, and one that says how many there are besides.

    Parameters
    ----------
    lines : iterable of str
    most : int
    lang : {"nl", "en"}

    Examples
    --------
    >>> some(["a", "b", "c"], 1, "en")
    ('a', 'and 2 more; see the dossier in the workbench')
    """
    every = tuple(lines)
    left = len(every) - most
    if left <= 0:
        return every
    return (*every[:most], text("memo.more", lang, n=number(left, lang)))
