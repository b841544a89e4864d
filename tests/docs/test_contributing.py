"""The example in CONTRIBUTING.md is a working use case."""

import importlib
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pet_workbench import dp
from pet_workbench.core import PetError
from pet_workbench.enclave import Policy, SimulatedChip, SimulatedEnclave, SimulatedMaker, deliver
from pet_workbench.federated import Site, newton
from pet_workbench.proofs import commit
from pet_workbench.synthetic import Categories, Description
from pet_workbench.synthetic.utility import distances

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


def executed(number: int) -> dict:
    """Return what a Python block defines, as a module of a package of its own."""
    names: dict = {"__name__": "my_package.example"}
    exec(block("python", number), names)
    return names


def test_the_example_generator_keeps_its_group_and_no_more():
    """What depends on the group stays; a relation within it is broken, and both are measured."""
    rng = np.random.default_rng(1)
    group = rng.integers(0, 2, 2_000)
    coin = rng.integers(0, 2, 2_000)
    table = pd.DataFrame({"group": group, "same": group, "coin": coin, "echo": coin})
    description = Description({name: Categories((0, 1)) for name in table})
    drawn = executed(2)["WithinGroups"]("group").fit(table, description).draw(2_000, seed=2)
    apart = distances(table, drawn, description)
    assert (drawn["group"] == drawn["same"]).all()
    assert apart.mean_single < 0.05
    assert apart.pairs["coin", "echo"] == pytest.approx(0.5, abs=0.05)


def test_the_example_model_is_that_of_the_pooled_table():
    """Sums over two unequal sites give the least squares of all rows."""
    rng = np.random.default_rng(3)
    features, outcome = rng.normal(size=(50, 2)), rng.integers(0, 2, 50).astype(float)
    sites = [
        Site(name, features[part], outcome[part])
        for name, part in (("a", slice(0, 7)), ("b", slice(7, 50)))
    ]
    model = executed(3)["StraightLine"](2)
    fit = newton(model, lambda at: sum(model.sums(site, at) for site in sites))
    x = np.column_stack([np.ones(50), features])
    assert fit.coefficients == pytest.approx(np.linalg.lstsq(x, outcome)[0], abs=1e-12)


def test_the_example_proof_holds_for_equal_amounts_only():
    """It convinces for the same amount in its own context, and for nothing else."""
    names = executed(4)
    one, other, third = commit(30), commit(30), commit(31)
    proof = names["prove_same"](one, other, context=b"suitcase")

    def holds(*envelopes, context=b"suitcase"):
        return names["verify_same"](*envelopes, proof, context=context)

    assert holds(one.commitment, other.commitment)
    assert not holds(one.commitment, other.commitment, context=b"bag")
    assert not holds(one.commitment, third.commitment)
    shifted = one.commitment.shifted(1), other.commitment.shifted(1)
    assert not holds(*shifted)
    with pytest.raises(PetError):
        names["prove_same"](one, third, context=b"suitcase")


def test_the_example_program_is_measured_and_judged(tmp_path, monkeypatch):
    """It counts over deliveries; with another minimum it is another program, and gets nothing."""
    pytest.importorskip("cryptography.hazmat.primitives.hpke", reason="the extra enclave is absent")
    (tmp_path / "busiest_hour.py").write_text(block("python", 5), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    program = importlib.import_module("busiest_hour").PROGRAM
    maker = SimulatedMaker()
    policy = Policy(frozenset({maker.root}), frozenset({program.measurement}), security_version=3)

    def run(loaded):
        inside = SimulatedEnclave(SimulatedChip(maker=maker), loaded)
        sent = deliver(
            b"08\n17\n" * 3 + b"17\n" * 7,
            inside.attest(b"once"),
            policy=policy,
            key=inside.key,
            nonce=b"once",
            sender="KPN",
        )
        return inside.run([sent])

    assert run(program) == b"17"
    with pytest.raises(PetError, match="measur"):
        run(replace(program, settings={"least": 1}))
