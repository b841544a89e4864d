"""What is published holds no trace of the machine it was made on, and its whole licence."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_PUBLISHED = {"__pycache__", "build", "dist", "records", "offline", "screenshots"}

# Written with brackets, so that this file does not contain what it looks for.
TRACES = {
    "a path of a machine": (
        r"(?<![\w.])/(?:[w]ork/(?:main|shared|\.)|[r]oot/|home/[a-z]+/|Users/\w+/)"
    ),
    "a folder of a session": r"/tmp/[b]ash_jobs|/tmp/[p]w/",
    "a package registry": (
        r"\b(?:[p]ypi\.org|files\.[p]ythonhosted\.org|registry\.[n]pmjs\.org|[d]eb\.debian\.org"
        r"|[p]roxy\.golang\.org|[c]rates\.io)"
    ),
}


def published() -> Iterator[Path]:
    """Yield the text files of the repository, as a walk without git finds them."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if name not in NOT_PUBLISHED and (not name.startswith(".") or name == ".ci")
        ]
        yield from (Path(folder) / name for name in names)


@pytest.mark.parametrize("what", TRACES)
def test_no_trace_of_a_machine(what):
    """No file names a machine's folders or a package registry."""
    pattern = re.compile(TRACES[what])
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in published()
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert found == []


def test_licence_is_complete():
    """The text of EUPL-1.2 is there: title, fifteen articles, appendix."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    articles = [int(number) for number in re.findall(r"(?m)^(\d+)\.\s?[A-Z]", text)]
    assert articles == list(range(1, 16))
    assert "Appendix" in text
    assert "GNU Affero General Public License (AGPL) v. 3" in text


def test_browser_tests_stand_where_make_looks_for_them():
    """`make test-browser` collects two folders, and no test elsewhere asks for a browser."""
    mark = "mark." + "browser"
    found = {path.parent.name for path in ROOT.glob("tests/**/*.py") if mark in path.read_text()}
    assert found <= {"browser", "trainer"}
    assert "-m browser tests/browser tests/trainer" in (ROOT / "Makefile").read_text()
