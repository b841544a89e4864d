"""Both languages say the same things, to the code that asks for them, in well-set sentences."""

import json
import re
from importlib import resources
from string import Formatter

import pytest

from pet_workbench.i18n import LANGUAGES, catalogue
from tests.i18n.usage import (
    asked,
    asked_by_pages,
    families,
    literals,
    page_parts,
    refusals,
    short_keys,
)
from tools.notebook_rules import dutch
from tools.notebook_rules.markdown import prose

FOLDER = resources.files("pet_workbench.i18n") / "catalogues"
SAME_IN_BOTH = {
    "{bits} bits",
    "bytes",
    "code",
    "Jupyter",
    "Python",
    "Shamir",
    "ms",
    "kB",
    "MB",
    "GB",
    "Start",
    "Stop",
    "malware",
    "phishing",
    "sector",
    "trends.csv",
    "water",
    "week",
}
"""Texts that are the same word in Dutch and English; abbreviations and numbers always may be."""

END = re.compile(r"[.!?:…][\"'\u2019\u201d)]*$")
KEYS = sorted(catalogue("en"))
PARTS = sorted({key.partition(".")[0] for key in KEYS})
each_part = pytest.mark.parametrize("part", PARTS)


def keys_of(part: str) -> list[str]:
    """Return the keys of one part."""
    return [key for key in KEYS if key.partition(".")[0] == part]


def parts(lang: str) -> dict[str, dict[str, str]]:
    """Return the texts of one language per file."""
    folder = FOLDER / lang
    return {
        file.name: json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=list)
        for file in folder.iterdir()
        if file.name.endswith(".json")
    }


def fields(template: str) -> set[str]:
    """Return the names of the placeholders, a format after the colon left out."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def readable(template: str) -> str:
    """Return the words of a text: no placeholders, no verbatim pieces between straight quotes."""
    filled = re.sub(r"\{[^}]*\}", "X", template)
    return prose(re.sub(r"\"[^\"\s]*\"", " ", re.sub(r"<[^>]+>", " ", filled)))


def test_both_languages_have_the_same_files():
    """A part is translated as a whole."""
    assert set(parts("en")) == set(parts("nl"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_key_stands_twice(lang):
    """A second text under one key would silently win."""
    keys = [key for texts in parts(lang).values() for key, _ in texts]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("name", sorted(parts("en")))
def test_parts_have_the_same_keys_in_the_same_order(name):
    """A translator can put the two files side by side."""
    english, dutch_ = ([key for key, _ in parts(lang).get(name, [])] for lang in ("en", "nl"))
    assert english == dutch_


@each_part
def test_placeholders_agree(part):
    """Both texts ask for the same values, by name."""
    english, dutch_ = (
        {key: fields(catalogue(lang)[key]) for key in keys_of(part)} for lang in ("en", "nl")
    )
    assert english == dutch_
    assert [key for key, names in english.items() if "" in names] == [], "need a name in each"


def test_every_key_that_the_code_asks_for_exists():
    """No page can meet a missing text: neither in a call of `text` nor in a table of keys."""
    wanted = literals() | asked()
    assert {key: place for key, place in wanted.items() if key not in catalogue("en")} == {}


def test_every_key_that_a_case_page_asks_for_exists():
    """What a page names without its part stands in a part of a page or in the shared one."""
    there = {key.partition(".")[2] for key in KEYS if key.partition(".")[0] in page_parts()}
    wanted = {key: place for key, place in asked_by_pages().items() if "." not in key}
    assert {key: place for key, place in wanted.items() if key not in there} == {}


def test_every_family_of_keys_has_members():
    """A key that the code puts together can be found for at least one value."""
    empty = [
        f"{pattern.pattern} at {place}"
        for pattern, place in families().items()
        if not any(pattern.fullmatch(key) for key in catalogue("en"))
    ]
    assert empty == []


def is_on_a_page(key: str) -> bool:
    """Tell whether a case page names `key`, without its part."""
    part, _, short = key.partition(".")
    return part in page_parts() and any(pattern.fullmatch(short) for pattern in short_keys())


def test_every_text_is_used():
    """No text is left behind that nobody sees."""
    used = set(literals()) | set(asked()) | {refusal.id for refusal in refusals()}
    left = [
        key
        for key in catalogue("en")
        if key not in used
        and not any(pattern.fullmatch(key) for pattern in families())
        and not is_on_a_page(key)
    ]
    assert left == []


@pytest.mark.parametrize("refusal", refusals(), ids=lambda refusal: f"{refusal.place}-{refusal.id}")
def test_every_error_has_a_text_in_both_languages(refusal):
    """A reader gets the text of an error in the own language, with the values it is about."""
    wanted = fields(refusal.template)
    assert refusal.given >= wanted or "**" in refusal.given
    for lang in LANGUAGES:
        assert refusal.id in catalogue(lang)
        assert fields(catalogue(lang)[refusal.id]) == wanted


def is_copied(key: str) -> bool:
    """Tell whether both languages have the same words, which are not the same by nature."""
    english, dutch_ = catalogue("en")[key], catalogue("nl")[key]
    words = re.findall(r"\b[a-z]{3,}\b", readable(english).replace("X", ""))
    return english == dutch_ and english not in SAME_IN_BOTH and bool(words)


@each_part
def test_dutch_texts_are_not_the_english_ones(part):
    """A text that was copied and forgotten is found; shared words are listed."""
    assert [key for key in keys_of(part) if is_copied(key)] == []


def flaws(text: str) -> list[str]:
    """Return what is wrong with how a text is set.

    A word that joins two others, such as "and", has a space on both sides.
    """
    found = {
        "empty": not text.strip(),
        "double space": "  " in text,
        "a space on one side only": text not in {text.strip(), f" {text.strip()} "},
        "a space before punctuation": bool(re.search(r"\s[,.;!?](\s|$)", text)),
        "mixed quotes": {"“", "”"} & set(text) and '"' in re.sub(r"<[^>]*>", "", text),
    }
    return [flaw for flaw, is_there in found.items() if is_there]


def test_flaws_are_found():
    """The check of how texts are set can fail, in each of its ways."""
    assert flaws("Good. (Yes.)") == []
    assert flaws("") == ["empty"]
    assert flaws(" a  b") == ["double space", "a space on one side only"]
    assert flaws("a , b") == ["a space before punctuation"]
    assert flaws('“a" b”') == ["mixed quotes"]


@each_part
@pytest.mark.parametrize("lang", LANGUAGES)
def test_texts_are_well_set(lang, part):
    """No double or loose spaces, no mixed quotation marks, no empty text."""
    found = {key: flaws(catalogue(lang)[key]) for key in keys_of(part)}
    assert {key: flaw for key, flaw in found.items() if flaw} == {}


@each_part
def test_sentences_end_alike(part):
    """Where the English text ends as a sentence, the Dutch one does, and the other way round."""
    english, dutch_ = (
        {key: bool(END.search(catalogue(lang)[key])) for key in keys_of(part)}
        for lang in ("en", "nl")
    )
    assert english == dutch_


@each_part
def test_dutch_is_dutch(part):
    """No word or habit of the list of known mistakes."""
    found = {key: dutch.complaints(readable(catalogue("nl")[key])) for key in keys_of(part)}
    assert {key: complaints for key, complaints in found.items() if complaints} == {}


@each_part
def test_english_numbers_are_english(part):
    """A decimal comma has no place in an English text."""
    comma = re.compile(r"(?<![\d,.])\d{1,3},\d{1,2}(?![\d,])")
    texts = {key: readable(catalogue("en")[key]) for key in keys_of(part)}
    assert [key for key, text in texts.items() if comma.search(text)] == []
