"""Randomised response: the device mostly lies, and nobody knows when.

With some chance a device names its own value, otherwise any of the values, its own included [1]_,
[2]_.  With many values it has to lie nearly always, so this suits a handful of them.

Protects: as every `LocalProtocol`.
Does not protect: as no `LocalProtocol` does; and with many values a single invented report weighs
as much as dozens of devices, see `attacks.malicious_devices`.

References
----------
.. [1] S. L. Warner, "Randomized Response: A Survey Technique for Eliminating Evasive Answer
   Bias", Journal of the American Statistical Association 60(309), 1965,
   doi:10.1080/01621459.1965.10480775.
.. [2] P. Kairouz, K. Bonawitz and D. Ramage, "Discrete Distribution Estimation under Local
   Privacy", ICML 2016, doi:10.48550/arXiv.1602.07387.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.noise import Stream, bernoulli
from pet_workbench.core.noise.events import below
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.dp.local.chances import keep_chance, ratio
from pet_workbench.dp.local.estimates import Support
from pet_workbench.dp.local.protocol import LocalProtocol, Reports


@dataclass(frozen=True, kw_only=True)
class RandomisedResponse(LocalProtocol):
    """A report is one of the values.

    Examples
    --------
    >>> from pet_workbench.core import Keystream
    >>> protocol = RandomisedResponse(size=4, epsilon=1)
    >>> reports = protocol.report(np.repeat([0, 1], 5000), Keystream(bytes(32)))
    >>> protocol.bits, protocol.estimate(reports).counts[:2].round(-3).tolist()
    (2, [5000.0, 5000.0])
    """

    kind: ClassVar[str] = "response"

    def __post_init__(self) -> None:
        super().__post_init__()
        keep_chance(exact_epsilon(self.epsilon), self.size)

    @property
    def keep(self) -> Fraction:
        """Return with which chance a device surely names its own value."""
        return keep_chance(exact_epsilon(self.epsilon), self.size)

    @property
    def support(self) -> Support:
        """Return with which chance the own value is named, and with which any other."""
        other = (1 - self.keep) / self.size
        return Support(self.keep + other, other)

    @property
    def ratio(self) -> Fraction:
        """Return how many times as likely a report is from one value as from another, at most."""
        return ratio(self.keep, self.size)

    @property
    def bits(self) -> int:
        """Return the length of a report."""
        return (self.size - 1).bit_length()

    def chances(self, value: int) -> Mapping[int, Fraction]:
        """Return the chance of each value to be named."""
        chances = self.support
        return {
            named: chances.own if named == value else chances.other for named in range(self.size)
        }

    def report(self, values: NDArray[np.integer[Any]], stream: Stream) -> Reports:
        """Return a value for each device, as uint16."""
        self.check_values(values)
        named = below(stream, len(values), self.size)
        return np.where(bernoulli(stream, len(values), chance=self.keep), values, named).astype(
            np.uint16
        )

    def supported(self, reports: Reports) -> NDArray[np.int64]:
        """Return how often each value is named."""
        self.check_reports(is_right=not len(reports) or int(reports.max()) < self.size)
        return np.bincount(reports, minlength=self.size).astype(np.int64)

    def supports(self, reports: Reports) -> NDArray[np.bool_]:
        """Return which value each report names."""
        named: NDArray[np.bool_] = reports[:, None] == np.arange(self.size)
        return named
