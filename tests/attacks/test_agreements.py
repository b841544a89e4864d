"""Whoever tries to run what was not agreed is refused, with the reason, at every gate it meets."""

import pytest

from pet_workbench.attacks.agreements import (
    ATTACKS,
    WAYS,
    Scene,
    attempt,
    control,
    race,
    tamper,
)
from pet_workbench.core import ParameterError
from pet_workbench.governance.register import checkpoint, verify
from pet_workbench.i18n import error_text
from tests.governance.made import AGREEMENT, NAMES, key_of

PARTIES = ("SVB", "UWV", "CBS")
REASONS = {
    "unsigned": ("unsigned",) * 3,
    "forged": ("forged",) * 3,
    "own_key": ("unknown_key",) * 3,
    "replayed": ("forged",) * 3,
    "swapped": ("swapped",) * 3,
    "changed": ("forged",) * 3,
    "untried": ("untried", "untried", None),
    "early": ("untried", "untried", "early"),
    "expired": ("expired",) * 3,
    "clock": ("clock",) * 3,
    "used_up": ("used_up",) * 3,
    "withdrawn": (None, "withdrawn", None),
}


@pytest.fixture
def scene(tmp_path):
    """Three honest parties."""
    return Scene(AGREEMENT, {party: key_of(party) for party in NAMES}, tmp_path)


def test_every_attempt_is_expected():
    """So that a new one needs a line here."""
    assert set(REASONS) == set(ATTACKS)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attempt_is_refused_for_what_it_does(scene, attack):
    """At every party that has to refuse, and nothing is read where it does."""
    came = attempt(attack, scene)
    ids = tuple(error and error.id.rpartition("_")[2] for error in came.refusals.values())
    expected = tuple(reason and reason.rpartition("_")[2] for reason in REASONS[attack])
    assert ids == expected
    assert came.reads == ids.count(None)
    for error in filter(None, came.refusals.values()):
        for lang in ("nl", "en"):
            assert error_text(error, lang)


def test_without_anything_wrong_it_runs(scene):
    """So the attempts fail for what they do wrong."""
    came = control(scene)
    assert came.refusals == dict.fromkeys(PARTIES)
    assert came.reads == len(PARTIES)


def test_of_a_race_one_wins(tmp_path):
    """The agreement allows one run."""
    agreement = AGREEMENT.but(runs=1)
    keys = {party: key_of(party) for party in NAMES}
    assert race(Scene(agreement, keys, tmp_path)) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_register_that_was_tampered_with_is_noticed(scene, tmp_path, way):
    """By itself, or by a checkpoint that another party keeps; untouched it is whole."""
    scene.approved()
    register, copy = scene.registers["SVB"], tmp_path / "copy"
    with pytest.raises(ParameterError):
        tamper(way, register.path, copy)
    register.add("stopped", who="test")
    key = key_of("SVB")
    kept = [("UWV", checkpoint(register.entries()[-1], key))]
    tamper(way, register.path, copy)
    assert verify(register.path, public=key.public, checkpoints=kept).is_whole
    alone = verify(copy).is_whole
    assert alone == (way in ("cut", "rewritten"))
    found = verify(copy, public=key.public, checkpoints=kept).faults
    assert way in {fault.kind for fault in found}
