"""What every local protocol is: a report per device, and estimates from many reports.

Protects: each device's value against everybody, the collector included: whatever a device has, its
report is at most ``exp(epsilon)`` times as likely as if it had any other value.
Does not protect: against many reports of one device: epsilons add up.  A device that sends the same
noise again (a memory) spends nothing more as long as its value stays, but can be followed by it.
That a device reports at all, and when, is not hidden.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import DataError, ParameterError
from pet_workbench.core.noise import Stream
from pet_workbench.core.validation import check_whole
from pet_workbench.dp.exactly import Number, exact_epsilon
from pet_workbench.dp.local.estimates import Estimates, Support

MAX_SIZE = 4096
Reports = NDArray[Any]
"""One row or number for each device."""


@dataclass(frozen=True, kw_only=True)
class LocalProtocol(ABC):
    """A way in which devices report one of some values with noise.

    Attributes
    ----------
    size : int
        How many values there are, 2 to 4096; a device has one of ``0 .. size - 1``.
    epsilon : Fraction
        Given as a decimal; what one report may cost.

    Raises
    ------
    PromiseError
        If epsilon makes no promise.
    ParameterError
        If the size is out of range.
    """

    kind: ClassVar[str]
    size: int
    epsilon: Number

    def __post_init__(self) -> None:
        check_whole("size", self.size, 2, MAX_SIZE)
        object.__setattr__(self, "epsilon", exact_epsilon(self.epsilon))

    @property
    @abstractmethod
    def support(self) -> Support:
        """Return with which chance a report supports the device's own value, and another."""

    @property
    @abstractmethod
    def ratio(self) -> Fraction:
        """Return how many times as likely a report is from one value as from another, at most."""

    @property
    @abstractmethod
    def bits(self) -> int:
        """Return the length of a report."""

    @abstractmethod
    def chances(self, value: int) -> Mapping[Any, Fraction]:
        """Return every report a device with `value` can send, with its exact chance.

        For tests and lessons with few values: there may be very many reports.
        """

    @abstractmethod
    def report(self, values: NDArray[np.integer[Any]], stream: Stream) -> Reports:
        """Return one report for each device; the only place where a value is looked at.

        Parameters
        ----------
        values : ndarray of int, shape (n,)
            What each device has.
        stream : Keystream
            In a lesson of all devices together; a real device has its own.

        Raises
        ------
        ParameterError
            If a value is not one of those declared.
        """

    @abstractmethod
    def supported(self, reports: Reports) -> NDArray[np.int64]:
        """Return how many reports support each value.

        Raises
        ------
        DataError
            If a report is none of this protocol.
        """

    def estimate(self, reports: Reports) -> Estimates:
        """Return the counts of all values, as far as the noise lets them be seen.

        Raises
        ------
        DataError
            If a report is none of this protocol.
        """
        return Estimates(len(reports), self.supported(reports), self.support)

    @abstractmethod
    def supports(self, reports: Reports) -> NDArray[np.bool_]:
        """Return for each report which values it supports, shape (n, size)."""

    def describe(self) -> dict[str, str]:
        """Return the declaration for a statement."""
        return {"protocol": self.kind, "values": str(self.size), "epsilon": str(self.epsilon)}

    def check_values(self, values: NDArray[np.integer[Any]]) -> None:
        """Refuse values that were not declared.

        Raises
        ------
        ParameterError
            If there is one; which, is not said.
        """
        if values.size and not 0 <= int(values.min()) <= int(values.max()) < self.size:
            raise ParameterError(
                "errors.dp_local_value",
                "need values from 0 to {last}, the list that was agreed, got one outside it",
                last=self.size - 1,
            )

    def check_reports(self, *, is_right: bool) -> None:
        """Refuse reports that no honest device can send.

        Raises
        ------
        DataError
            If one is not.
        """
        if not is_right:
            raise DataError(
                "errors.dp_local_report",
                "need reports of protocol {kind} for {size} values, got one that no device can "
                "send: leave it out and look where it came from",
                kind=self.kind,
                size=self.size,
            )
