"""What every secret-sharing scheme in the package must do, whatever its mathematics."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pet_workbench.core import ParameterError

# One method serves many schemes on purpose; nothing is replayed from a database of examples.
shared_by_schemes = settings(suppress_health_check=[HealthCheck.differing_executors], database=None)


class SecretSharingContract:
    """Subclass once per scheme and fill in the hooks."""

    modulus: int

    @abstractmethod
    def thresholds(self, n_parties: int) -> list[int]:
        """Return the thresholds the scheme offers for so many parties."""

    @abstractmethod
    def share(self, values: Any, n_parties: int, threshold: int) -> Sequence[Any]:
        """Deal one share per party."""

    @abstractmethod
    def reconstruct(self, shares: Sequence[Any], n_parties: int) -> Any:
        """Return the values of so many dealt shares."""

    @abstractmethod
    def plus(self, share: Any, other: Any) -> Any:
        """Return the sum of two shares that one party holds."""

    @abstractmethod
    def changed(self, share: Any) -> Any:
        """Return the share as another number than was dealt."""

    @shared_by_schemes
    @given(data=st.data(), n_parties=st.integers(2, 7))
    def test_enough_shares_reconstruct(self, data, n_parties):
        """Any subset that reaches the threshold gives back all values, in any order."""
        threshold = data.draw(st.sampled_from(self.thresholds(n_parties)))
        values = data.draw(st.lists(st.integers(0, self.modulus - 1), min_size=1, max_size=5))
        shares = self.share(np.array(values, np.uint64), n_parties, threshold)
        chosen = data.draw(
            st.lists(st.sampled_from(range(n_parties)), min_size=threshold, unique=True)
        )
        assert self.reconstruct([shares[i] for i in chosen], n_parties).tolist() == values

    @shared_by_schemes
    @given(data=st.data(), n_parties=st.integers(2, 7))
    def test_sums_of_shares_are_shares_of_the_sum(self, data, n_parties):
        """Parties add up without a word: share by share, modulo the scheme's modulus."""
        threshold = data.draw(st.sampled_from(self.thresholds(n_parties)))
        a, b = data.draw(st.tuples(*[st.integers(0, self.modulus - 1)] * 2))
        pairs = zip(
            self.share(np.array([a], np.uint64), n_parties, threshold),
            self.share(np.array([b], np.uint64), n_parties, threshold),
            strict=True,
        )
        total = self.reconstruct([self.plus(x, y) for x, y in pairs], n_parties)
        assert total.tolist() == [(a + b) % self.modulus]

    def test_one_share_too_few_is_refused(self):
        """Below the threshold there is an error, never a wrong number."""
        shares = self.share([7], 3, 3)
        with pytest.raises(ParameterError, match="need 3 shares, got 2"):
            self.reconstruct(shares[:2], 3)

    def test_no_shares_at_all_are_refused(self):
        """An empty heap of shares is too few as well."""
        with pytest.raises(ParameterError, match="shares, got 0"):
            self.reconstruct(self.share([7], 3, 3)[:0], 3)

    def test_a_changed_share_gives_a_wrong_value_and_no_error(self):
        """With just enough shares nothing can tell that one was changed: the model is semi-honest.

        This is a limit of the scheme, stated in its module; the test keeps the statement true.
        """
        shares = list(self.share([7], 3, 3))
        shares[1] = self.changed(shares[1])
        assert self.reconstruct(shares, 3).tolist() != [7]

    def test_every_sharing_is_fresh(self):
        """Sharing the same values again gives other shares (false alarm: below 1 in 10**100)."""
        values = np.full(100, 7)
        one, other = (self.share(values, 2, 2) for _ in range(2))
        assert not np.array_equal(self.numbers(one[0]), self.numbers(other[0]))

    def numbers(self, share: Any) -> Any:
        """Return the numbers in a share."""
        return getattr(share, "values", share)

    def test_a_number_outside_the_range_is_refused(self):
        """A value that does not fit is named; it is never reduced in silence."""
        with pytest.raises(ParameterError, match=f"got {self.modulus} at position 1"):
            self.share([0, self.modulus], 3, 3)

    def test_a_broken_number_is_refused(self):
        """Fractions are no elements of a ring or field."""
        with pytest.raises(ParameterError, match="need whole numbers"):
            self.share([0.5], 3, 3)
