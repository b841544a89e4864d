"""Invented reports: how many fake devices lift an emoji, and what bounds it.

Local noise makes honest reports worth little, so a collector scales them up; a report made up on
purpose is scaled up with them.  One fake device raises an estimate by ``(1 - q) / (p - q)``
devices, where a report supports its own value with chance p and any other with chance q: with
randomised response over many values by dozens, with the other protocols by about three at epsilon
1, and the more the smaller epsilon is [1]_, [2]_.  In the clear, a fake device counts for one.

Protects: nothing; it shows what noise on devices cannot rule out.
Does not protect: no collector can tell a fake report from an honest one: that is what the noise is
for.  What bounds it: a protocol with a small gain, a larger epsilon, one report for each device,
and devices that are hard to invent.

References
----------
.. [1] X. Cao, J. Jia and N. Z. Gong, "Data Poisoning Attacks to Local Differential Privacy
   Protocols", USENIX Security 2021, doi:10.48550/arXiv.1911.02046.
.. [2] A. Cheu, A. Smith and J. Ullman, "Manipulation Attacks in Local Differential Privacy", IEEE
   Symposium on Security and Privacy 2021, doi:10.1109/SP40001.2021.00001.
"""

import math
from fractions import Fraction

import numpy as np

from pet_workbench.core.noise import Stream
from pet_workbench.core.noise.events import below
from pet_workbench.core.validation import check_range, check_whole
from pet_workbench.dp.local import LocalProtocol
from pet_workbench.dp.local.protocol import Reports


def gain(protocol: LocalProtocol) -> Fraction:
    """Return by how many devices one report can raise an estimate: no report can do more.

    Examples
    --------
    >>> from pet_workbench.dp.local import RandomisedResponse, UnaryEncoding
    >>> round(float(gain(RandomisedResponse(size=64, epsilon=1))), 1)
    37.7
    >>> round(float(gain(UnaryEncoding(size=64, epsilon=1))), 1)
    3.2
    """
    return protocol.support.gain


def fakes_needed(protocol: LocalProtocol, devices: float) -> int:
    """Return how many fake devices raise an estimate by so many `devices`, and no fewer can.

    Parameters
    ----------
    protocol : LocalProtocol
    devices : float
        From 0.

    Raises
    ------
    ParameterError
        If it is below 0.
    """
    check_range("devices", devices, 0, 1e12)
    return math.ceil(Fraction(devices) / gain(protocol))


def fake_reports(
    protocol: LocalProtocol, target: int, count: int, *, stream: Stream, tries: int = 64
) -> Reports:
    """Return reports that all support `target` and otherwise look like those of honest devices.

    The attacker runs the device's own program on values of its choice until the report supports
    the target; so whatever check honest reports pass, these pass too.

    Parameters
    ----------
    protocol : LocalProtocol
    target : int
        A value of the list.
    count : int
        How many fake devices, 0 to 10 million.
    stream : Keystream
    tries : int
        How often to try before the rest is made from reports that worked.

    Raises
    ------
    ParameterError
        If the target is not on the list, or there are too many.
    """
    check_whole("target", target, 0, protocol.size - 1)
    check_whole("count", count, 0, 10_000_000)
    reports = protocol.report(np.full(count, target), stream)
    for _ in range(tries):
        useless = np.flatnonzero(~protocol.supports(reports)[:, target])
        if not useless.size:
            return reports
        reports[useless] = protocol.report(np.full(useless.size, target), stream)
    supports = protocol.supports(reports)[:, target]
    good, useless = np.flatnonzero(supports), np.flatnonzero(~supports)
    if good.size:
        reports[useless] = reports[good[below(stream, useless.size, good.size)]]
    return reports
