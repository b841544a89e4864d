"""The glossary explains every term once, in both languages, with a source."""

import re
from dataclasses import FrozenInstanceError, fields

import pytest

from pet_workbench.i18n import LANGUAGES
from pet_workbench.i18n.glossary import Term, alphabetical, glossary
from tools.notebook_rules import dutch

TERMS = glossary()
BY_LANGUAGE = [
    pytest.param(term, lang, id=f"{lang}-{term.id}") for term in TERMS for lang in LANGUAGES
]
NEEDED = {
    "pet", "mpc", "secret-sharing", "share", "threshold", "party", "computing-party", "data-owner",
    "third-computing-body", "trusted-third-party", "semi-honest", "collusion", "transcript", "view",
    "message", "round", "ring", "field", "modulus", "shamir", "additive-sharing",
    "replicated-sharing", "pseudonym", "keyed-pseudonym", "hash", "differencing-attack",
    "output-privacy", "small-output-rule", "simulation", "non-take-up", "aio", "aow",
    "social-minimum", "svb", "uwv", "bsn", "legal-basis", "purpose-limitation", "proportionality",
    "data-minimisation", "dpia", "ap", "gdpr", "ministerial-regulation", "latency", "bandwidth",
    "wan-lan", "keystream", "entropy", "benchmark-record", "differential-privacy",
}  # fmt: skip
"""The terms that the first release uses."""


def core(name: str) -> str:
    """Return a term without what stands in brackets."""
    return re.sub(r"\s*\(.*\)", "", name).casefold()


def test_every_needed_term_is_there():
    """No term of the first release goes unexplained."""
    assert {term.id for term in TERMS} >= NEEDED


def test_ids_are_unique_slugs_in_order():
    """An id can stand in a link and never means two things."""
    ids = [term.id for term in TERMS]
    assert ids == sorted(set(ids))
    assert [one for one in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", one)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_term_stands_twice(lang):
    """Two ids never carry the same word."""
    names = [core(term.name(lang)) for term in TERMS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_every_field_is_filled(term):
    """Both names, both definitions and the source are there, without loose spaces."""
    for field in fields(Term):
        value = getattr(term, field.name)
        assert value
        assert value == " ".join(value.split())


@pytest.mark.parametrize(("term", "lang"), BY_LANGUAGE)
def test_definitions_are_one_or_two_plain_sentences(term, lang):
    """A definition is a text of 8 to 60 words that ends with a full stop."""
    definition = term.definition(lang)
    assert 8 <= len(definition.split()) <= 60
    assert definition.endswith(".")
    assert len(re.findall(r"[.!?](?=\s+[A-Z])", definition)) <= 1


@pytest.mark.parametrize(("term", "lang"), BY_LANGUAGE)
def test_definitions_do_not_lean_on_their_own_term(term, lang):
    """A definition explains in other words."""
    assert not re.search(
        rf"\b{re.escape(core(term.name(lang)))}\b", term.definition(lang).casefold()
    )


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.id)
def test_dutch_definitions_are_dutch(term):
    """No word or habit of the list of known mistakes."""
    assert dutch.complaints(f"{term.nl}. {term.definition_nl}") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_readers_find_terms_in_alphabetical_order(lang):
    """The same terms, ordered as a dictionary of that language: capitals do not come first."""
    names = [term.name(lang).casefold() for term in alphabetical(lang)]
    letters = [re.sub(r"[^a-z ]", "", name.replace("ë", "e").replace("é", "e")) for name in names]
    assert letters == sorted(letters)
    assert set(alphabetical(lang)) == set(TERMS)


def test_terms_cannot_be_changed():
    """The glossary is shared by all pages, so nobody may rewrite it."""
    with pytest.raises(FrozenInstanceError):
        TERMS[0].en = "x"


def test_sources_with_a_doi_have_a_well_formed_one():
    """A DOI starts with 10, a registrant and a slash."""
    dois = [term.source.partition("doi:")[2] for term in TERMS if "doi:" in term.source]
    assert [doi for doi in dois if not re.fullmatch(r"10\.\d{4,9}/\S+", doi)] == []
