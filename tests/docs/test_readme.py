"""The pages in the root say what is there."""

import re
from pathlib import Path

import pytest

from pet_workbench.widgets.start import PAGES

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path.name for path in ROOT.glob("*.md"))


@pytest.mark.parametrize("page", DOCUMENTS)
def test_every_relative_link_leads_somewhere(page):
    """A link or picture on a page in the root exists in the repository."""
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]

    assert [t for t in targets if not (ROOT / t).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "README.nl.md"])
def test_every_make_command_exists(page):
    """The README names no target that the Makefile lacks."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    named = set(
        re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8"), re.M)
    )

    assert named - {"test"} <= targets
    assert {"app", "lab", "test"} <= named & targets


def test_the_python_on_the_readme_runs():
    """The five lines for researchers work as they stand."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.S).group(1)
    names: dict = {}
    exec(code, names)

    assert names["outcome"].error == 0
    assert len(names["outcome"].answer.households) >= 10


@pytest.mark.parametrize("page", ["README.md", "README.nl.md"])
def test_both_readmes_name_the_same_notebooks(page):
    """The table of pages lists the notebooks of its own language, all of them."""
    lang = "nl" if ".nl." in page else "en"
    text = (ROOT / page).read_text(encoding="utf-8")
    listed = set(re.findall(rf"notebooks/{lang}/(\w+)\.ipynb", text))

    assert listed >= {path.stem for path in (ROOT / "notebooks" / lang).glob("*.ipynb")}


@pytest.mark.parametrize("page", ["README.md", "README.nl.md"])
def test_the_readmes_promise_the_time_of_the_pages(page):
    """The minutes in the table are those on the cards, which are those of the notebooks."""
    text = (ROOT / page).read_text(encoding="utf-8")
    stated = dict(re.findall(r"\]\(notebooks/\w\w/(\w+)\.ipynb\).*\| (\d+) \|$", text, re.M))
    assert {one.name: stated.get(one.name) for one in PAGES} == {
        one.name: str(one.minutes) for one in PAGES
    }
