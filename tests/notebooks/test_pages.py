"""Every notebook keeps the rules of one page, and its two languages those of a pair."""

from functools import cache
from pathlib import Path

import pytest

from tools import notebook_rules, notebooks
from tools.notebook_rules.page import Page, dead_links

ROOT = notebooks.default_root()
NAMES = notebooks.names(ROOT)
PAGES = [(lang, name) for name in NAMES for lang in notebooks.LANGUAGES]
DOCUMENTS = sorted([*ROOT.glob("**/*.md"), *ROOT.parent.glob("*.md")])


@cache
def page(lang: str, name: str) -> Page:
    """Read a page once for all its rules."""
    path = ROOT / lang / f"{name}.ipynb"
    if not path.exists():
        pytest.fail(f"{lang}/{name}.ipynb is missing")
    return Page.load(path)


def test_the_first_release_is_complete():
    """The map, the gentle opening, the first case and the glossary exist in both languages."""
    assert notebook_rules.missing(ROOT) == []


def test_every_notebook_exists_in_both_languages():
    """No notebook is left behind in one language."""
    english, dutch = (
        {path.stem for path in (ROOT / lang).glob("*.ipynb")} for lang in ("en", "nl")
    )
    assert english == dutch


@pytest.mark.parametrize("rule", notebook_rules.PAGE_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize(("lang", "name"), PAGES)
def test_a_page_keeps_the_rule(lang, name, rule):
    """A notebook gives no cause for a complaint."""
    assert list(rule(page(lang, name))) == []


@pytest.mark.parametrize("rule", notebook_rules.PAIR_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_a_pair_keeps_the_rule(name, rule):
    """The Dutch and the English notebook are one notebook in two languages."""
    assert list(rule(page("en", name), page("nl", name))) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT.parent)))
def test_documents_link_to_files_that_exist(path: Path):
    """The README and the trainer's kit point nowhere that is not there."""
    assert list(dead_links(path.read_text(encoding="utf-8"), path.parent)) == []
