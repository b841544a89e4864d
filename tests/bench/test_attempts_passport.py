"""The attack on passports finds amounts wherever they can be found, and nothing in commitments."""

import pytest

from pet_workbench import usecases
from pet_workbench.bench.attempts import attempt
from pet_workbench.proofs.group import SecretNumbers

CASE = usecases.get("passport")
TABLES = CASE.load(n=4, seed=2)
ALL = 6 * 3 * 4


@pytest.mark.parametrize("technique", ["trusted-third-party", "plain-exchange"])
def test_everything_is_read_in_the_clear(technique):
    """Masses, recycled masses and origins of all suppliers."""
    found = attempt(CASE, technique, TABLES, {}, n=4)
    assert (found.result, found.found, found.of) == ("succeeded", ALL, ALL)


def test_nothing_is_read_in_commitments():
    """Not by reading, and not by guessing; in several runs, for chance plays a part in neither."""
    for seed in (2, 3):
        found = attempt(CASE, "zero-knowledge", CASE.load(n=4, seed=seed), {}, n=4)
        assert (found.result, found.found) == ("failed", 0)


def test_commitments_without_secret_numbers_are_guessed(monkeypatch):
    """Were the secret numbers forgotten, the attack would notice."""
    monkeypatch.setattr(SecretNumbers, "draw", lambda self: 0)
    found = attempt(CASE, "zero-knowledge", TABLES, {}, n=4)
    assert found.found > 0.8 * found.of
