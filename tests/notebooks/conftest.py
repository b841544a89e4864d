"""A small pair of notebooks that keeps every rule, to be broken one rule at a time."""

from pathlib import Path

import pytest

from tests.notebooks.sample import good_cells
from tools import notebooks
from tools.notebook_rules.page import Page


@pytest.fixture(scope="session")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write, stamp and run the small pair once."""
    root = tmp_path_factory.mktemp("notebooks")
    for lang in notebooks.LANGUAGES:
        for name in ("00_start", "10_sum", "99_glossary"):
            notebooks.write(name, lang, good_cells(lang), root=root)
        notebooks.execute(root / lang / "10_sum.ipynb")
    assert notebooks.stamp("10_sum", ["title", "sum"], root=root) == []
    return root


@pytest.fixture
def pair(executed: Path) -> dict[str, Page]:
    """Read the small pair afresh; a test may change what it got."""
    return {lang: Page.load(executed / lang / "10_sum.ipynb") for lang in notebooks.LANGUAGES}
