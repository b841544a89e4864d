"""Exact noise on whole numbers, read from a keystream.

================  ==========================================================
`events`          events of an exact chance: rational, or ``exp(-x)``
`laplace`         two-sided geometric noise, and the same within a limit
`gaussian`        discrete Gaussian noise, also of very large deviations
================  ==========================================================

Protects: nothing by itself; it is what hides one person in a total, or an error in a decryption.
Does not protect: when the keystream's key is known; nor against a clock.  The time that a draw
takes depends on candidates that are forgotten, hardly on the numbers that come out.
"""

from pet_workbench.core.noise.events import Stream, bernoulli, bernoulli_exp
from pet_workbench.core.noise.gaussian import discrete_gaussian, wide_gaussian
from pet_workbench.core.noise.laplace import discrete_laplace, truncated_laplace

__all__ = [
    "Stream",
    "bernoulli",
    "bernoulli_exp",
    "discrete_gaussian",
    "discrete_laplace",
    "truncated_laplace",
    "wide_gaussian",
]
