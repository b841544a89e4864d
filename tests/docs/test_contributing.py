"""The example in CONTRIBUTING.md is a working use case."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def block(language: str) -> str:
    """Return the first code block of a language in CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.search(rf"```{language}\n(.*?)```", text, re.S).group(1)


@pytest.fixture(scope="module")
def case():
    """The use case that the page defines."""
    names: dict = {}
    exec(block("python"), names)
    return names["CASE"]


def test_the_example_case_runs_and_is_exact(case):
    """Running the example gives the exact answer, and its two messages."""
    outcome = case.run("trusted-third-party", case.load(n=3, seed=5))

    assert outcome.error == 0
    assert outcome.answer == outcome.exact
    assert [m.sender for m in outcome.transcript.messages] == ["Ben", "Cor"]


def test_the_entry_point_names_the_group_we_look_in():
    """The registration on the page is in the group that the registry reads."""
    from pet_workbench.usecases.registry import GROUP

    registered = tomllib.loads(block("toml"))["project"]["entry-points"]
    assert registered == {GROUP: {"charity": "my_package.charity:CASE"}}


def test_every_room_on_the_page_exists():
    """The list of rooms is the list of folders."""
    listed = re.findall(r"[├└]── (\w+)/", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    rooms = {p.name for p in (ROOT / "pet_workbench").iterdir() if (p / "__init__.py").exists()}

    assert set(listed) - {"jupyter"} == rooms
