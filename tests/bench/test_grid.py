"""The grid has every cell once, and says which it leaves out."""

import pytest

from pet_workbench import usecases
from pet_workbench.bench import IN_PROCESS, plan
from pet_workbench.core import ParameterError


def test_by_default_every_technique_of_every_case_at_every_size():
    """Cells and those left out are together all there is, without a double."""
    whole = plan()
    laid_out = [*whole.cells, *(one.cell for one in whole.left_out)]
    cases = [usecases.get(name) for name in usecases.names()]

    expected = {(c.key, id, n) for c in cases for id in c.techniques for n in c.sizes}
    assert {(cell.case, cell.technique, cell.n) for cell in laid_out} == expected
    assert len(laid_out) == len(expected)
    assert {cell.network for cell in laid_out} == {IN_PROCESS}


def test_a_technique_is_left_out_beyond_the_size_it_is_worth_measuring_at():
    """The limit is named, and asking for the technique by name overrules it."""
    case = usecases.get("aio")
    limit = case.techniques["homomorphic:bfv"].measured_to
    whole = plan(["aio"], sizes=[limit, limit + 1])
    (one,) = whole.left_out

    assert (one.cell.technique, one.cell.n) == ("homomorphic:bfv", limit + 1)
    assert (one.reason, one.values) == ("measured_to", {"limit": limit})
    assert not plan(["aio"], techniques=["homomorphic"], sizes=[limit + 1]).left_out


def test_of_several_cases_each_takes_part_with_what_it_has():
    """A technique that only one of the cases has is measured there."""
    found = plan(["aio", "falls"], techniques=["homomorphic:ckks"], sizes=[1000]).cells
    assert [(cell.case, cell.technique) for cell in found] == [("falls", "homomorphic:ckks")]


def test_every_network_is_a_cell_of_its_own():
    """The same technique is laid out once per network."""
    found = plan(["logistics"], techniques=["plain-exchange"], sizes=[10], networks=["lan", "wan"])
    assert [cell.network for cell in found.cells] == ["lan", "wan"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cases": ["nowhere"]},
        {"cases": ["aio"], "techniques": ["magic"]},
        {"cases": ["aio"], "sizes": [0]},
        {"cases": ["aio"], "networks": ["telex"]},
        {"cases": ["aio"], "parameters": {"colour": "red"}},
    ],
)
def test_an_impossible_grid_is_refused_before_anything_runs(wrong):
    """A case, technique, size, network or parameter that does not exist is an error at once."""
    with pytest.raises(ParameterError):
        plan(**wrong)
