"""The memo in a browser: at most three pages, readable for all, and nothing in it runs."""

import re

import pytest

from pet_workbench.decide import Dossier
from pet_workbench.reports.memo import write_memo
from tests.reports.memo.dossiers import filled, hostile, run

ATTACK = (
    "</script><img src=x onerror='document.title=\"run\"'><script>document.title='run'</script>"
)


def sheets(pdf: bytes) -> int:
    """Count the pages of a PDF."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.fixture
def read(page, tmp_path):
    """Open the memo of a dossier without a server: it is a file."""

    def open_(dossier: Dossier, lang: str):
        path = tmp_path / f"memo_{lang}.html"
        path.write_bytes(write_memo(dossier, "html", lang=lang))
        page.goto(path.as_uri())
        return page

    return open_


def test_memos_are_short_accessible_and_inert(read, axe):
    """Filled in with ordinary texts: three pages of A4; a run alone: one; hostile: words."""
    asked = []
    for lang in ("nl", "en"):
        page = read(filled(lang), lang)
        page.on("request", lambda request: asked.append(request.url))
        assert axe(page) == []
        assert sheets(page.pdf(prefer_css_page_size=True)) <= 3
    page = read(Dossier.empty("nl").with_(run=run()), "nl")
    assert sheets(page.pdf(prefer_css_page_size=True)) == 1

    page = read(hostile(ATTACK), "en")
    assert page.title().startswith("Decision memo")
    assert page.locator("img, script:not(#dossier)").count() == 0
    assert page.get_by_text("onerror=").count() > 3
    assert sheets(page.pdf(prefer_css_page_size=True)) <= 4
    assert [url for url in asked if not url.startswith("file:")] == []
    assert page.complaints == []
