"""The page: every text is text, nothing runs, and a screen reader finds its way."""

import json
import re
from html.parser import HTMLParser

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.reports.memo import write_memo
from tests.reports.memo.dossiers import filled, hostile

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "</title></style><iframe src=javascript:alert(1)>",
    "' onfocus=alert(1) autofocus='",
    "<!-- <script> -->",
    "]]><![CDATA[<x>",
    "{memo.title} {0} %s \\u003cscript\\u003e",
)


class Tree(HTMLParser):
    """Every element and its attributes, in order, and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.names: set[str] = set()
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep an element with the names of its attributes."""
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.names |= {name for name, _ in attrs}

    def handle_data(self, data):
        """Keep words."""
        self.words += data


def tree(dossier: Dossier) -> Tree:
    """Parse the memo of a dossier."""
    return Tree(write_memo(dossier, "html", lang="en").decode())


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_markup(attack):
    """With hostile texts in every field the page has the elements it has with harmless ones."""
    attacked, harmless = tree(hostile(attack)), tree(hostile("word" * (len(attack) // 4)))

    assert set(attacked.elements) == set(harmless.elements)
    assert [e for e in attacked.elements if e[0] == "script"] == [("script", ("type", "id"))]
    assert not any(name.startswith("on") for name in attacked.names)
    assert attack.split()[0] in attacked.words


def test_the_page_allows_no_script_and_no_address():
    """Its own policy forbids what escaping already prevents."""
    page = write_memo(filled("nl"), "html").decode()

    assert "script-src 'none'" in page
    assert "default-src 'none'" in page
    assert not re.search(r'(src|href)="(?!#|data:application/json)', page)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_headings_come_in_order(lang):
    """One heading of level 1, then only those of level 2; the language is set."""
    made = Tree(write_memo(filled(lang), "html").decode())
    levels = [int(tag[1]) for tag, _ in made.elements if re.fullmatch("h[1-6]", tag)]

    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert f'<html lang="{lang}">' in write_memo(filled(lang), "html").decode()


def test_the_state_in_the_page_is_json_of_the_dossier():
    """Anybody can take it out with any tool."""
    page = write_memo(filled("en"), "html").decode()
    kept = re.search('<script type="application/json" id="dossier">(.*?)</script>', page)

    assert json.loads(kept[1])["title"] == filled("en").title


def test_the_record_is_in_the_page():
    """The measurement on which the evidence rests can be saved from the memo itself."""
    assert 'download="record.json"' in write_memo(filled("en"), "html").decode()
