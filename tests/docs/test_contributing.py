"""The example in CONTRIBUTING.md is a working use case."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest

from pet_workbench import dp

ROOT = Path(__file__).parents[2]


def block(language: str, number: int = 0) -> str:
    """Return a code block of a language in CONTRIBUTING.md, the first if not said otherwise."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.S)[number]


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


def test_the_example_query_is_answered_and_paid_for():
    """It goes through a session and a ledger, and one person changes its total by one."""
    names: dict = {"__name__": "my_package.between"}
    exec(block("python", 1), names)
    terms = dp.Terms(unit="person", neighbours="add-remove")
    query = names["CountBetween"](column="age", low=18, high=30, epsilon="0.5", terms=terms)
    table, without = (
        dp.PrivateTable({"age": np.array(ages, float)}, dataset="lesson")
        for ages in ([17, 18, 25, 30, 31], [17, 18, 25, 31])
    )
    ledger = dp.Ledger.temporary(
        dataset="lesson", unit="person", neighbours="add-remove", epsilon=1
    )
    release = dp.Session(table, ledger, asker="trainer").ask(query, purpose="a lesson")
    assert abs(release.value - 3) < 60
    assert ledger.entries[0].query["kind"] == "count-between"
    assert query.totals(table)["rows"][0] - query.totals(without)["rows"][0] == 1
