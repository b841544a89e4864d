"""Tests of additive sharing: the contract, the secrecy claim by enumeration, the sum protocol."""

from collections import Counter

import numpy as np
import pytest

from pet_workbench.core import Entropy, ParameterError, ProtocolError, run_parties
from pet_workbench.sharing import additive
from tests.contracts.secret_sharing import SecretSharingContract
from tests.sharing.scripted import (
    Script,
    ScriptedKeys,
    every_combination,
    scripted_keystream,
)

PARTIES = ("Anna", "Bas", "Carla", "Dewi")


class AdditiveContract(SecretSharingContract):
    """Additive sharing keeps the contract; all shares are needed."""

    bits: int

    def thresholds(self, n_parties):
        """Return the thresholds on offer."""
        return [n_parties]

    def share(self, values, n_parties, threshold):
        """Deal with this scheme."""
        return additive.share(values, n_parties=n_parties, bits=self.bits)

    def reconstruct(self, shares, n_parties):
        """Reconstruct with this scheme."""
        rows = np.array(shares, np.dtype(f"u{self.bits // 8}"))
        return additive.reconstruct(rows, n_parties=n_parties)

    def plus(self, share, other):
        """Add share by share."""
        return share + other

    def changed(self, share):
        """Add one."""
        return share + np.ones_like(share)


class TestAdditive8(AdditiveContract):
    """The ring of 8 bits."""

    bits, modulus = 8, 2**8


class TestAdditive16(AdditiveContract):
    """The ring of 16 bits."""

    bits, modulus = 16, 2**16


class TestAdditive32(AdditiveContract):
    """The ring of 32 bits."""

    bits, modulus = 32, 2**32


class TestAdditive64(AdditiveContract):
    """The ring of 64 bits."""

    bits, modulus = 64, 2**64

    def test_a_number_outside_the_range_is_refused(self):
        """Numbers beyond 64 bits are no numbers of numpy's at all."""
        with pytest.raises(ParameterError, match="need whole numbers, got object"):
            self.share([0, self.modulus], 3, 3)


@pytest.mark.parametrize("missing", [0, 1, 2])
@pytest.mark.parametrize("secret", [0, 1, 128, 255])
def test_all_shares_but_one_say_nothing_about_the_secret(secret, missing):
    """Two of three shares are uniform over all 65,536 pairs, for every secret: an exact check."""
    masks = every_combination(256, 2)
    shares = additive.deal(np.full(2**16, secret), Script(masks), n_parties=3, bits=8)
    seen = np.delete(shares, missing, axis=0).astype(int)
    counts = np.bincount(256 * seen[0] + seen[1], minlength=2**16)
    assert (counts == 1).all()


@pytest.mark.parametrize("own_share", [0, 7, 200])
def test_one_party_sees_the_same_whatever_the_others_hold(monkeypatch, own_share):
    """Anna's whole view of a sum of three is spread the same for all ages with the same total.

    What Bas and Carla deal to Anna is fixed here; what they deal each other takes all 65,536
    combinations, once each, so there is no sample and no tolerance.
    """
    secret_masks = every_combination(256, 2)
    fixed = np.full(2**16, own_share)
    scripts = {
        "Anna": np.stack([fixed, fixed]),
        "Bas": np.stack([fixed, secret_masks[0]]),
        "Carla": np.stack([fixed, secret_masks[1]]),
    }
    monkeypatch.setattr(additive, "Keystream", scripted_keystream(scripts))
    spreads = {_anna_sees(bas, carla) for bas, carla in [(0, 90), (45, 45), (90, 0), (255, 91)]}
    assert len(spreads) == 1


def _anna_sees(bas, carla):
    """Run 65,536 sums at once; return how often Anna sees what."""
    ages = {"Anna": 10, "Bas": bas, "Carla": carla}
    columns = {name: np.full(2**16, age) for name, age in ages.items()}
    results, transcript = run_parties(_seats(columns, bits=8), entropy=ScriptedKeys(ages))
    assert (results["Anna"] == (10 + bas + carla) % 256).all()
    seen = np.stack([message.values() for message in transcript.view("Anna").received])
    return frozenset(Counter(map(bytes, seen.T.copy())).items())


def _seats(numbers, bits=64):
    """Return the programs that add up `numbers`."""
    return {
        name: (
            lambda channel, own=own: additive.sum_to_all(
                channel, own, parties=tuple(numbers), bits=bits
            )
        )
        for name, own in numbers.items()
    }


def test_everybody_gets_the_sum_in_two_rounds_and_the_bytes_of_the_formula():
    """Each of n parties sends n - 1 shares and n - 1 sums of shares of bits / 8 bytes."""
    numbers = {name: [i, 1000 * i] for i, name in enumerate(PARTIES)}
    results, transcript = run_parties(_seats(numbers, bits=32))
    assert [total.tolist() for total in results.values()] == [[6, 6000]] * 4
    assert transcript.rounds == 2
    assert transcript.bytes == 2 * 4 * 3 * 2 * 4


@pytest.mark.parametrize("step", [additive.DEAL, additive.OPEN])
def test_a_lost_message_stops_the_sum(step):
    """Whoever waits in vain says for what: nothing is opened."""

    def lose(message, payload):
        return None if (message.step, message.sender) == (step, "Bas") else payload

    with pytest.raises(ProtocolError, match=f"needs '{step}'.* from Bas"):
        run_parties(_seats({name: [1] for name in PARTIES}), interfere=lose)


def test_a_changed_share_changes_the_sum_in_silence():
    """The model is semi-honest: everybody gets the same wrong sum and no error."""

    def change(message, payload):
        is_it = (message.step, message.sender, message.receiver) == (additive.DEAL, "Bas", "Dewi")
        return payload + np.uint64(5) if is_it else payload

    results, _ = run_parties(_seats({name: [1] for name in PARTIES}), interfere=change)
    assert [total.tolist() for total in results.values()] == [[9]] * 4


@pytest.mark.parametrize("n_parties", [1, 0, -1])
def test_one_party_cannot_share(n_parties):
    """With one party the only share would be the secret."""
    with pytest.raises(ParameterError, match=f"need n_parties >= 2, got {n_parties}"):
        additive.share([7], n_parties=n_parties)


def test_an_unknown_ring_is_refused():
    """There are four rings, one per unsigned type of numpy."""
    with pytest.raises(ParameterError, match="8, 16, 32 or 64, got 7"):
        additive.share([7], n_parties=2, bits=7)


def test_a_teaching_seed_repeats_the_shares():
    """With a teaching seed a lesson can be repeated; without one it cannot."""
    one, other = (
        additive.share([7], n_parties=3, entropy=Entropy(teaching_seed=1)) for _ in range(2)
    )
    assert (one == other).all()
