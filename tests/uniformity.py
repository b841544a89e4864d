"""Tell whether bytes look uniform: chi-square with a false alarm once in 1e9."""

from itertools import combinations
from typing import Any

import numpy as np
from scipy.stats import chi2

FALSE_ALARM = 1e-9
CRITICAL = chi2.isf(FALSE_ALARM, 255)
"""Chi-square over 256 values of a byte."""


def looks_uniform(payload: bytes) -> bool:
    """Tell whether the 256 values of a byte are about equally frequent in `payload`.

    Uniform bytes fail with probability 1e-9; for that, each value has to be expected at least five
    times.
    """
    assert len(payload) >= 5 * 256
    expected = len(payload) / 256
    counts = np.bincount(np.frombuffer(payload, np.uint8), minlength=256)
    return bool(((counts - expected) ** 2 / expected).sum() < CRITICAL)


def suspicious_pairs(messages: Any) -> list[tuple[str, str]]:
    """Return the steps of every two messages of one size whose combination is not uniform.

    A mask used twice cancels in the exclusive or, or in the difference.
    """
    found = []
    for a, b in combinations(messages, 2):
        if a.size_bytes == b.size_bytes and a.dtype == b.dtype:
            x, y = a.values(), b.values()
            if not all(looks_uniform(z.tobytes()) for z in (x ^ y, x - y, x + y)):
                found.append((a.step, b.step))
    return found
