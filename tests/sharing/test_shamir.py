"""Tests of Shamir sharing: the contract, a vector by hand, secrecy by enumeration, the sum."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import ParameterError, ProtocolError, run_parties
from pet_workbench.sharing import field, shamir
from tests.contracts.secret_sharing import SecretSharingContract
from tests.sharing.scripted import Script, ScriptedKeys, every_combination, scripted_keystream

PEOPLE = ("Anna", "Bas", "Carla", "Dewi")


class ShamirContract(SecretSharingContract):
    """Shamir sharing keeps the contract."""

    def thresholds(self, n_parties):
        """Return the thresholds on offer."""
        return list(range(1, n_parties + 1))

    def share(self, values, n_parties, threshold):
        """Deal with this scheme."""
        return shamir.share(values, n_parties=n_parties, threshold=threshold, modulus=self.modulus)

    def reconstruct(self, shares, n_parties):
        """Reconstruct with this scheme."""
        return shamir.reconstruct(shares)

    def plus(self, share, other):
        """Add share by share."""
        return replace(share, values=(share.values + other.values) % np.uint64(self.modulus))

    def changed(self, share):
        """Add one."""
        return replace(share, values=(share.values + np.uint64(1)) % np.uint64(self.modulus))

    def test_no_shares_at_all_are_refused(self):
        """An empty heap does not even say how many are needed."""
        with pytest.raises(ParameterError, match="need 1 shares, got 0"):
            shamir.reconstruct([])


class TestLargestField(ShamirContract):
    """The default field."""

    modulus = 2**31 - 1


class TestSmallField(ShamirContract):
    """A field of one byte and a bit, where half the drawn numbers are thrown away."""

    modulus = 257


def test_known_vector():
    """f(x) = 1234 + 166x + 94x^2 mod 1613, computed by hand for x = 1..6."""
    coefficients = np.array([[1234], [166], [94]], np.uint64)
    values = [shamir.evaluate(coefficients, x, modulus=1613) for x in range(1, 7)]
    assert [int(value[0]) for value in values] == [1494, 329, 965, 176, 1188, 775]
    shares = [shamir.Share(x, value, 3, 1613) for x, value in enumerate(values, start=1)]
    found = {int(shamir.reconstruct(three)[0]) for three in combinations(shares, 3)}
    assert found == {1234}


def test_dealing_reads_its_coefficients_from_the_stream():
    """The same vector comes out of `deal` when the stream holds the two coefficients."""
    shares = shamir.deal([1234], Script([166, 94]), n_parties=6, threshold=3, modulus=1613)
    assert [int(s.values[0]) for s in shares] == [1494, 329, 965, 176, 1188, 775]


@given(st.lists(st.integers(0, 2**31 - 2), min_size=4, max_size=4), st.integers(1, 2**31 - 2))
def test_the_largest_products_do_not_overflow(coefficients, point):
    """Polynomials over the largest field agree with Python's unbounded whole numbers."""
    modulus = 2**31 - 1
    ours = shamir.evaluate(np.array(coefficients, np.uint64)[:, None], point, modulus=modulus)
    exact = sum(c * point**power for power, c in enumerate(coefficients)) % modulus
    assert int(ours[0]) == exact


@pytest.mark.parametrize(("threshold", "coalition"), [(2, (1,)), (3, (1, 2)), (3, (2, 4))])
@pytest.mark.parametrize("secret", range(5))
def test_fewer_shares_than_the_threshold_say_nothing(secret, threshold, coalition):
    """In the field of 5 elements every combination of shares occurs equally often: exactly."""
    coefficients = every_combination(5, threshold - 1)
    secrets = np.full(coefficients.shape[1], secret)
    shares = shamir.deal(secrets, Script(coefficients), n_parties=4, threshold=threshold, modulus=5)
    seen = Counter(zip(*(shares[party - 1].values.tolist() for party in coalition), strict=True))
    assert set(seen.values()) == {5 ** (threshold - 1) // 5 ** len(coalition)}
    assert len(seen) == 5 ** len(coalition)


def test_a_coalition_below_the_threshold_sees_the_same_whatever_the_others_hold(monkeypatch):
    """Anna and Bas together, threshold 3 of 4, field of 5: all 625 runs, for every split of 4."""
    masks = every_combination(5, 4)
    zeros = np.zeros((2, masks.shape[1]))
    scripts = {"Anna": zeros, "Bas": zeros, "Carla": masks[:2], "Dewi": masks[2:]}
    monkeypatch.setattr(shamir, "Keystream", scripted_keystream(scripts))
    spreads = {_coalition_sees(carla, (4 - carla) % 5) for carla in range(5)}
    assert len(spreads) == 1


def _coalition_sees(carla, dewi):
    """Run 625 sums at once; return how often Anna and Bas see what."""
    ages = {"Anna": 1, "Bas": 2, "Carla": carla, "Dewi": dewi}
    columns = {name: np.full(625, age) for name, age in ages.items()}
    results, transcript = run_parties(
        _seats(columns, threshold=3, modulus=5), entropy=ScriptedKeys(ages)
    )
    assert (results["Anna"] == (1 + 2 + 4) % 5).all()
    views = transcript.views(["Anna", "Bas"])
    seen = np.stack([message.values() for view in views for message in view.received])
    return frozenset(Counter(map(tuple, seen.T.tolist())).items())


def _seats(numbers, *, threshold, modulus=shamir.DEFAULT_MODULUS):
    """Return the programs that add up `numbers`."""

    def seat(own):
        return lambda channel: shamir.sum_to_all(
            channel, own, parties=tuple(numbers), threshold=threshold, modulus=modulus
        )

    return {name: seat(own) for name, own in numbers.items()}


def test_everybody_gets_the_sum_in_two_rounds_and_the_bytes_of_the_formula():
    """Each of n parties sends n - 1 shares and n - 1 shares of the sum, of 4 bytes each."""
    numbers = {name: [i, 1000 * i] for i, name in enumerate(PEOPLE)}
    results, transcript = run_parties(_seats(numbers, threshold=3))
    assert [total.tolist() for total in results.values()] == [[6, 6000]] * 4
    assert (transcript.rounds, transcript.bytes) == (2, 2 * 4 * 3 * 2 * 4)


@pytest.mark.parametrize("step", [shamir.DEAL, shamir.OPEN])
def test_a_lost_message_stops_the_sum(step):
    """Whoever waits in vain says for what: nothing is opened."""

    def lose(message, payload):
        return None if (message.step, message.sender) == (step, "Bas") else payload

    with pytest.raises(ProtocolError, match=f"needs '{step}'.* from Bas"):
        run_parties(_seats({name: [1] for name in PEOPLE}, threshold=2), interfere=lose)


def _change_what_bas_deals_dewi(message, payload):
    """Interfere with one share."""
    is_it = (message.step, message.sender, message.receiver) == (shamir.DEAL, "Bas", "Dewi")
    return payload + np.uint32(5) if is_it else payload


def test_at_full_threshold_a_changed_share_changes_the_sum_in_silence():
    """When all shares are needed none is left to check with: a wrong sum and no error."""
    programs = _seats({name: [1] for name in PEOPLE}, threshold=4)
    results, _ = run_parties(programs, interfere=_change_what_bas_deals_dewi)
    totals = [total.tolist() for total in results.values()]
    assert totals[0] != [4]
    assert totals == [totals[0]] * 4


def test_with_shares_to_spare_a_changed_share_is_noticed():
    """The share of Dewi no longer lies on the polynomial through the others."""
    programs = _seats({name: [1] for name in PEOPLE}, threshold=3)
    with pytest.raises(ProtocolError, match="does not fit the others"):
        run_parties(programs, interfere=_change_what_bas_deals_dewi)


def test_shares_to_spare_do_not_stop_a_large_coalition():
    """Two of four liars under threshold 3 can change the secret unnoticed: no guarantee."""
    shares = shamir.share([7], n_parties=4, threshold=3)
    other = shamir.share([1], n_parties=4, threshold=3)
    # A polynomial of degree 2 that vanishes at 1 and 2 changes only what parties 3 and 4 hold.
    bump = [(x - 1) * (x - 2) for x in (1, 2, 3, 4)]
    lies = [replace(s, values=s.values + np.uint64(b)) for s, b in zip(shares, bump, strict=True)]
    lies = [replace(s, values=s.values % np.uint64(s.modulus)) for s in lies]
    assert [bool((a.values == b.values).all()) for a, b in zip(shares, lies, strict=True)] == [
        True,
        True,
        False,
        False,
    ]
    assert shamir.reconstruct(lies).tolist() == [9]
    assert shamir.reconstruct(other).tolist() == [1]


def test_random_elements_come_from_rejection():
    """Numbers outside the field are skipped, not wrapped around: 5, 6 and 7 never count."""
    elements = field.uniform_elements(Script([5, 3, 6, 7, 4, 8 + 2, 1]), 4, modulus=5)
    assert elements.tolist() == [3, 4, 2, 1]


@pytest.mark.parametrize("threshold", [0, 4, -1])
def test_impossible_thresholds_are_refused(threshold):
    """The message holds the values that were given."""
    with pytest.raises(ParameterError, match=f"got threshold={threshold}, n_parties=3"):
        shamir.share([7], n_parties=3, threshold=threshold)


@pytest.mark.parametrize("n_parties", [5, 6])
def test_a_field_must_have_a_point_for_everybody(n_parties):
    """Points 1 .. n_parties must differ and none may be zero, where the secret is."""
    with pytest.raises(ParameterError, match="n_parties < modulus"):
        shamir.share([1], n_parties=n_parties, threshold=2, modulus=5)


@pytest.mark.parametrize("modulus", [0, 1, -7, 4, 2**16 + 5, 41 * 43, 25_326_001, 2**31 + 11])
def test_a_modulus_that_is_no_small_prime_is_refused(modulus):
    """25,326,001 is a strong pseudoprime to bases 2, 3 and 5; 2**31 + 11 is a prime too large."""
    with pytest.raises(ParameterError, match=f"need a prime modulus below .*, got {modulus}"):
        shamir.share([1], n_parties=2, threshold=2, modulus=modulus)


def test_primes_are_told_apart_from_other_numbers():
    """Up to 2,000 the test agrees with trial division."""
    ours = {n for n in range(2000) if field._is_prime(n)}
    assert ours == {n for n in range(2, 2000) if all(n % d for d in range(2, n))}


def test_two_shares_of_one_party_are_refused():
    """A share given twice is one share."""
    shares = shamir.share([7], n_parties=3, threshold=2)
    with pytest.raises(ParameterError, match="need shares of different parties, got parties 1, 1"):
        shamir.reconstruct([shares[0], shares[0]])


@pytest.mark.parametrize(
    "other", [{"threshold": 3}, {"modulus": 11}, {"values": np.zeros(2, np.uint64)}]
)
def test_shares_of_different_sharings_are_refused(other):
    """Threshold, modulus and number of values must agree."""
    one, two = shamir.share([7], n_parties=2, threshold=2)
    with pytest.raises(ParameterError, match="need shares of one sharing"):
        shamir.reconstruct([one, replace(two, **other)])


def test_a_share_outside_the_field_is_refused():
    """A number that is no element cannot be a share."""
    one, two = shamir.share([7], n_parties=2, threshold=2, modulus=11)
    with pytest.raises(ParameterError, match="need 0 <= value < 11, got 11"):
        shamir.reconstruct([one, replace(two, values=np.array([11], np.uint64))])


def test_a_party_without_a_number_is_refused():
    """Party 0 would hold the secret itself."""
    shares = [shamir.Share(party, np.array([3], np.uint64), 2, 11) for party in (0, 1)]
    with pytest.raises(ParameterError, match="need 1 <= party <= 10, got party=0"):
        shamir.reconstruct(shares)
