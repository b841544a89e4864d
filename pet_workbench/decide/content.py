"""Read the files in which the content stands: questions, rules, criteria, texts and their sources.

Everything that a policy officer or a lawyer might want to change stands in ``content/*.toml``.
Every text has both languages (``{ nl = "...", en = "..." }``), every item names its sources by id
(``sources.toml``) or is marked ``"ours"``.
"""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib import resources
from typing import Any, NoReturn

from pet_workbench.core import DataError
from pet_workbench.decide.bilingual import Bilingual

OURS = "ours"
"""The source of what we made up ourselves."""
_LANGUAGES = frozenset({"nl", "en"})


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return a content file as it stands.

    Parameters
    ----------
    name : str
        Of the file, without its ending.

    Examples
    --------
    >>> "ours" in read("sources")
    True
    """
    file = resources.files("pet_workbench") / "decide" / "content" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def bilingual(item: Mapping[str, Any], key: str, *, where: str = "") -> Bilingual:
    """Return the text of `item` under `key`.

    Parameters
    ----------
    item : mapping
        Of a content file.
    key : str
    where : str
        Of which item it is, for the error.

    Raises
    ------
    DataError
        If there is none, or not in both languages.

    Examples
    --------
    >>> bilingual({"asks": {"nl": "Mag het?", "en": "May we?"}}, "asks").of("en")
    'May we?'
    """
    found = item.get(key)
    if (
        not isinstance(found, dict)
        or found.keys() != _LANGUAGES
        or not all(isinstance(one, str) and one.strip() for one in found.values())
    ):
        wrong(where, f"{key} = {{ nl = ..., en = ... }}", found)
    return Bilingual(**{lang: one.strip() for lang, one in found.items()})


def texts(item: Mapping[str, Any], *keys: str, where: str = "") -> dict[str, Bilingual]:
    """Return the texts of `item` by their keys, which are the names of the fields they go to.

    Raises
    ------
    DataError
        If one is not there, or not in both languages.

    Examples
    --------
    >>> found = texts({"asks": {"nl": "Mag het?", "en": "May we?"}}, "asks")
    >>> found["asks"].nl
    'Mag het?'
    """
    return {key: bilingual(item, key, where=where) for key in keys}


def optional(item: Mapping[str, Any], key: str, *, where: str = "") -> Bilingual | None:
    """Return the text of `item` under `key`, or None if it has none."""
    return bilingual(item, key, where=where) if key in item else None


def one_of(item: Mapping[str, Any], key: str, known: Collection[str], *, where: str = "") -> str:
    """Return the word of `item` under `key`.

    Raises
    ------
    DataError
        If it is not among those that are `known`.

    Examples
    --------
    >>> one_of({"kind": "law"}, "kind", ("law", "paper"))
    'law'
    """
    found = item.get(key)
    if not isinstance(found, str) or found not in known:
        wrong(where, f"{key} = one of {', '.join(known)}", found)
    return found


def sourced(item: Mapping[str, Any], *, where: str = "") -> tuple[str, ...]:
    """Return the ids of the sources of `item`.

    Raises
    ------
    DataError
        If it names none, or one that is not in ``sources.toml``.

    Examples
    --------
    >>> sourced({"source": ["ours"]})
    ('ours',)
    """
    named = item.get("source")
    known = read("sources")
    if not isinstance(named, list) or not named or any(one not in known for one in named):
        wrong(where, 'source = ["..."], with ids of sources.toml or "ours"', named)
    return tuple(named)


def wrong(where: str, need: str, got: object) -> NoReturn:
    """Refuse a content file.

    Parameters
    ----------
    where : str
        The item that is wrong.
    need : str
        What should stand there.
    got : object

    Raises
    ------
    DataError
        Always.
    """
    raise DataError(
        "errors.decide_content",
        "need {need} at {where} of the content files, got {got}; see pet_workbench/decide/content",
        need=need,
        where=where or "an item",
        got=repr(got)[:80],
    )
