"""All random words there can be, one after the other: chances as fractions, no statistics."""

from collections import defaultdict
from fractions import Fraction

import numpy as np


class ScriptEndsError(Exception):
    """More words are asked for than were written."""


class Script:
    """Deals words of a script.

    A word has its number, 0 to 7, in its highest three bits and in its lowest, so that it is
    uniform for whoever compares words with eighths, and for whoever takes up to three low bits.
    """

    def __init__(self, numbers):
        self.left = list(numbers)

    def integers(self, count, dtype):
        """Return the next words."""
        if count > len(self.left):
            raise ScriptEndsError
        numbers = np.array([self.left.pop(0) for _ in range(count)], np.uint64)
        shift = np.uint64(8 * np.dtype(dtype).itemsize - 3)
        return (numbers << shift | numbers).astype(dtype)


def chances(sample, words):
    """Return the chance of each outcome that is decided within so many words; the rest is None."""
    found, written = defaultdict(Fraction), [()]
    for _ in range(words + 1):
        longer = []
        for script in written:
            try:
                found[sample(Script(script))] += Fraction(1, 8 ** len(script))
            except ScriptEndsError:
                longer.extend((*script, number) for number in range(8))
        written = longer
    found[None] = 1 - sum(found.values(), Fraction(0))
    return dict(found)
