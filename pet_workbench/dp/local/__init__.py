"""Noise on the device: every report is noisy before anybody collects it.

=====================  ==================================================================
`RandomisedResponse`   a report is one of the values: short, for few values
`UnaryEncoding`        a report is a yes or no per value: long, for any number of values
`LocalHashing`         a report is a bucket of values: short, for any number of values
=====================  ==================================================================

All three promise the same and estimate the same; they differ in bits and in error.  Nobody has to
be trusted.  The price is noise from every device instead of once: to see a value takes that many
more devices.

Protects: see `protocol`.
Does not protect: see `protocol`.
"""

from pet_workbench.dp.local.estimates import Estimates, Support
from pet_workbench.dp.local.hashing import LocalHashing
from pet_workbench.dp.local.protocol import LocalProtocol
from pet_workbench.dp.local.randomised_response import RandomisedResponse
from pet_workbench.dp.local.unary import UnaryEncoding

PROTOCOLS: dict[str, type[LocalProtocol]] = {
    protocol.kind: protocol for protocol in (UnaryEncoding, LocalHashing, RandomisedResponse)
}
"""By name, the one that suits most questions first."""

__all__ = [
    "PROTOCOLS",
    "Estimates",
    "LocalHashing",
    "LocalProtocol",
    "RandomisedResponse",
    "Support",
    "UnaryEncoding",
]
