"""Optimised unary encoding: a yes or no for every value, each with noise of its own.

The device makes a row of noes with one yes.  Its yes becomes a fair coin; every no becomes a yes
with chance ``1 / (exp(epsilon) + 1)`` [1]_.  Two values differ in two answers, and the chances are
chosen so that those two together stay within epsilon.

Protects: as every `LocalProtocol`.
Does not protect: as no `LocalProtocol` does.  A report has a bit per value, so an invented one can
lift all values at once.

References
----------
.. [1] T. Wang, J. Blocki, N. Li and S. Jha, "Locally Differentially Private Protocols for Frequency
   Estimation", USENIX Security 2017, doi:10.48550/arXiv.1705.04421: OUE.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.noise import Stream
from pet_workbench.core.noise.events import coins
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.dp.local.chances import flip_chance, packed_coins
from pet_workbench.dp.local.estimates import Support
from pet_workbench.dp.local.protocol import LocalProtocol, Reports

_ROWS = 1 << 15
"""Devices at a time, so that their bits stay near the processor."""


@dataclass(frozen=True, kw_only=True)
class UnaryEncoding(LocalProtocol):
    """A report is a row of bits, eight to a byte, the first value in the lowest bit.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> protocol = UnaryEncoding(size=4, epsilon=1)
    >>> reports = protocol.report(np.repeat([0, 1], 5000), Keystream(bytes(32)))
    >>> protocol.bits, protocol.estimate(reports).counts[:2].round(-3).tolist()
    (4, [5000.0, 5000.0])
    """

    kind: ClassVar[str] = "unary"

    def __post_init__(self) -> None:
        super().__post_init__()
        flip_chance(exact_epsilon(self.epsilon))

    @property
    def support(self) -> Support:
        """Return with which chance the bit of the own value is set, and that of any other."""
        return Support(Fraction(1, 2), flip_chance(exact_epsilon(self.epsilon)))

    @property
    def ratio(self) -> Fraction:
        """Return how many times as likely a report is from one value as from another, at most.

        The bit of the one value is set and that of the other is not; all others are alike.
        """
        own, other = self.support.own, self.support.other
        return own * (1 - other) / (other * (1 - own))

    @property
    def bits(self) -> int:
        """Return the length of a report."""
        return self.size

    @property
    def row_bytes(self) -> int:
        """Return how many bytes a report takes."""
        return (self.size + 7) // 8

    def chances(self, value: int) -> Mapping[tuple[int, ...], Fraction]:
        """Return the chance of each row of bits."""
        ones = [self.support.own if at == value else self.support.other for at in range(self.size)]
        return {
            row: prod(
                (one if bit else 1 - one for bit, one in zip(row, ones, strict=True)),
                start=Fraction(1),
            )
            for row in product((0, 1), repeat=self.size)
        }

    def report(self, values: NDArray[np.integer[Any]], stream: Stream) -> Reports:
        """Return a row of bits for each device, uint8 of shape (n, row_bytes)."""
        self.check_values(values)
        reports = np.empty((len(values), self.row_bytes), np.uint8)
        for start in range(0, len(values), _ROWS):
            part = slice(start, start + _ROWS)
            reports[part] = self._report(values[part], stream)
        return reports

    def _report(self, values: NDArray[np.integer[Any]], stream: Stream) -> Reports:
        """Do some devices."""
        n, rows = len(values), np.arange(len(values))
        bits = packed_coins(stream, (n, self.row_bytes), chance=self.support.other)
        own = (1 << (values % 8)).astype(np.uint8)
        yes = coins(stream, n)
        bits[rows, values // 8] = (bits[rows, values // 8] & ~own) | np.where(yes, own, 0)
        if self.size % 8:
            bits[:, -1] &= np.uint8((1 << self.size % 8) - 1)
        return bits

    def supported(self, reports: Reports) -> NDArray[np.int64]:
        """Return how often each bit is set."""
        spare = reports[:, -1:] >> np.uint8(self.size % 8) if self.size % 8 else reports[:0]
        self.check_reports(is_right=reports.shape[1:] == (self.row_bytes,) and not spare.any())
        total = np.zeros(self.size, np.int64)
        for start in range(0, len(reports), _ROWS):
            part = self.supports(reports[start : start + _ROWS])
            total += part.view(np.uint8).sum(axis=0, dtype=np.uint32)
        return total

    def supports(self, reports: Reports) -> NDArray[np.bool_]:
        """Return which bits each report sets."""
        bits = np.unpackbits(reports, axis=1, count=self.size, bitorder="little")
        return bits.view(np.bool_)
