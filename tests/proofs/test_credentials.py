"""AnonCreds proves the same claim, hides the rest, and refuses what is false or shown twice."""

import sys

import pytest

from pet_workbench.core import MissingExtraError, ParameterError
from pet_workbench.proofs.credentials import Issuer, show

ATTRIBUTES = {"supplier": "Polymeer BV", "material": "rPET", "origin": "NL", "lot": "4813"}


def test_without_the_extra_it_says_how_to_install_it(monkeypatch):
    """No traceback of somebody else's, but a line to type."""
    monkeypatch.setitem(sys.modules, "anoncreds", None)
    with pytest.raises(MissingExtraError) as caught:
        Issuer()
    assert "pet-workbench[anoncreds]" in str(caught.value)


@pytest.fixture(scope="module")
def issuer():
    """Return an auditor with a key; its prime numbers take a while to find."""
    pytest.importorskip("anoncreds")
    return Issuer()


@pytest.mark.slow
@pytest.mark.parametrize(("recycled", "bound"), [(1_001, 300), (-1, 300), ("372", 300), (372, -1)])
def test_wrong_types_and_ranges_never_reach_the_library(issuer, recycled, bound):
    """Its wrapper would end the process."""
    with pytest.raises(ParameterError):
        show(issuer, ATTRIBUTES, recycled, bound)


@pytest.mark.slow
def test_a_true_claim_is_accepted_once_and_hides_the_rest(issuer):
    """The material is shown; the number, the supplier and the lot are not."""
    shown = show(issuer, ATTRIBUTES, 372, 300)
    assert shown.accepted
    assert not shown.replayed
    assert "rPET" in shown.text
    assert all(hidden not in shown.text for hidden in ("Polymeer", '"372"', '"4813"'))
    assert shown.size_bytes == len(shown.text.encode())
    with pytest.raises(ParameterError) as caught:
        show(issuer, ATTRIBUTES, 372, 400)
    assert caught.value.id == "errors.proof_false"
