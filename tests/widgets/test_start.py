"""Tests of the start page and the glossary: they show what is there, and only that."""

from pathlib import Path

import pytest

from pet_workbench import usecases
from pet_workbench.bench.matrix.kinds import CONTRASTS, KINDS
from pet_workbench.i18n import catalogue
from pet_workbench.i18n.glossary import glossary
from pet_workbench.widgets.families import FAMILIES, TechniqueFamilies
from pet_workbench.widgets.glossary import Glossary, matching, terms_html
from pet_workbench.widgets.start import PAGES, StartMap, cards_html, pages_there, techniques_table
from tools.notebook_rules.page import Page as Notebook
from tools.notebook_rules.page import minutes

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_map_shows_every_case_and_its_techniques(lang):
    """The map has a card for each page and a row for each case, in words."""
    shown = StartMap(lang=lang)._repr_html_()

    for page in PAGES:
        assert f'href="{page.name}.ipynb"' in shown
    for key in usecases.names():
        assert catalogue(lang)[f"start.case_{key}"] in shown


def test_a_case_that_is_not_there_is_not_shown():
    """Without the pensioners' case the map leads to the table, and to what is about no case."""
    pages = pages_there(["table"])

    about_techniques = ["01_secret_sharing", "02_homomorphic", "03_differential_privacy"]
    about_decisions = ["30_pet_chooser", "31_weighing", "32_stakeholder_balance", "40_agreement"]
    assert [page.name for page in pages] == about_techniques + about_decisions
    assert "10_aio" not in cards_html(pages, lang="nl")


def test_the_first_page_is_the_one_to_begin_with():
    """Only the first card says where to begin."""
    shown = cards_html(PAGES, lang="en")

    assert shown.count("Start here") == 1
    assert shown.index("Start here") < shown.index("10_aio")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_technique_has_words(lang):
    """No id of ours stands on the start page."""
    table = techniques_table(usecases.names(), lang=lang)
    techniques = (id for key in usecases.names() for id in usecases.get(key).techniques)
    ids = {id.split(":")[0].replace("+", "-") for id in techniques}
    shown = ", ".join(table["pets"] + table["contrasts"])

    assert not [id for id in ids if "-" in id and id in shown]
    assert {f"start.technique_{id}" for id in ids} <= set(catalogue(lang))


def test_a_contrast_is_never_shown_as_a_pet():
    """What protects nothing by itself has a column of its own."""
    table = techniques_table(["aio"], lang="en")

    assert table["pets"] == ["secret sharing, homomorphic encryption"]
    assert table["contrasts"] == ["trusted third party, sending everything"]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_card_promises_the_time_of_its_notebook(page, lang):
    """The minutes on the map are those at the top of the notebook."""
    notebook = Notebook.load(NOTEBOOKS / lang / f"{page.name}.ipynb")

    assert minutes(notebook)[0] == str(page.minutes)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_glossary_shows_every_term_with_an_anchor(lang):
    """Every term is on the page, where links of other pages point."""
    shown = terms_html(matching("", lang=lang), lang=lang)

    assert all(f'<div id="{term.id}">' in shown for term in glossary())


def test_the_glossary_can_be_searched():
    """Typing narrows the list, in both languages, and the page says how many are left."""
    page = Glossary(lang="nl")
    page.search.value = "share"
    assert "deelgeheim" in page._list.value
    assert page.found.value.endswith("begrippen gevonden.")
    page.search.value = "zzz"

    assert page._list.value == ""
    assert page.found.value.startswith("Geen begrip gevonden")


def test_what_a_reader_types_is_never_markup():
    """A search for mark-up finds nothing and does not get into the page."""
    page = Glossary(lang="en")
    page.search.value = "<img src=x>"

    assert "<img" not in page._list.value + page.found.value


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_family_says_what_it_does_and_what_it_leaves_open(lang):
    """The report's seven are there under their three headings, each with a link to its page."""
    shown = TechniqueFamilies(lang=lang)._repr_html_()

    assert shown.count("<h3>") == 3
    assert shown.count("<li>") == shown.count("<em>") == len(FAMILIES) == 7
    there = {page.name for page in pages_there(usecases.names())}
    for family in FAMILIES:
        assert (f'href="{family.page}.ipynb"' in shown) == (family.page in there)


def test_a_family_is_met_on_a_page_of_the_map():
    """No family leads to a page that the map does not have."""
    assert {family.page for family in FAMILIES} <= {page.name for page in PAGES}


def test_families_are_kinds_of_the_matrix():
    """Start page and matrix mean the same by a technique; what is no PET is no family."""
    assert {family.id for family in FAMILIES} <= set(KINDS) - CONTRASTS
