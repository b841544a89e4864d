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
}
"""Texts that are the same word in Dutch and English; abbreviations and numbers always may be."""

END = re.compile(r"[.!?:…][\"'\u2019\u201d)]*$")
KEYS = sorted(catalogue("en"))
BOTH = [(lang, key) for lang in LANGUAGES for key in sorted(catalogue(lang))]


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


@pytest.mark.parametrize("key", KEYS)
def test_placeholders_agree(key):
    """Both texts ask for the same values, by name."""
    english, dutch_ = (fields(catalogue(lang)[key]) for lang in ("en", "nl"))
    assert english == dutch_
    assert "" not in english, "need a name in every placeholder"


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


@pytest.mark.parametrize("key", KEYS)
def test_dutch_text_is_not_the_english_one(key):
    """A text that was copied and forgotten is found; shared words are listed."""
    english, dutch_ = catalogue("en")[key], catalogue("nl")[key]
    words = re.findall(r"\b[a-z]{3,}\b", readable(english).replace("X", ""))
    assert english != dutch_ or english in SAME_IN_BOTH or not words


@pytest.mark.parametrize(("lang", "key"), BOTH)
def test_texts_are_well_set(lang, key):
    """No double or loose spaces, no mixed quotation marks, no empty text.

    A word that joins two others, such as "and", has a space on both sides.
    """
    text = catalogue(lang)[key]
    assert text.strip()
    assert "  " not in text
    assert text in {text.strip(), f" {text.strip()} "}, "a space on one side only"
    assert not re.search(r"\s[,.;!?](\s|$)", text), "a space before punctuation"
    assert not ({"“", "”"} & set(text) and '"' in re.sub(r"<[^>]*>", "", text)), "mixed quotes"


@pytest.mark.parametrize("key", KEYS)
def test_sentences_end_alike(key):
    """Where the English text ends as a sentence, the Dutch one does, and the other way round."""
    english, dutch_ = (catalogue(lang)[key] for lang in ("en", "nl"))
    assert bool(END.search(english)) == bool(END.search(dutch_))


@pytest.mark.parametrize("key", sorted(catalogue("nl")))
def test_dutch_is_dutch(key):
    """No word or habit of the list of known mistakes."""
    assert dutch.complaints(readable(catalogue("nl")[key])) == []


@pytest.mark.parametrize("key", KEYS)
def test_english_numbers_are_english(key):
    """A decimal comma has no place in an English text."""
    assert not re.search(r"(?<![\d,.])\d{1,3},\d{1,2}(?![\d,])", readable(catalogue("en")[key]))
