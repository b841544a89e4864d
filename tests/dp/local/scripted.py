"""A keystream that deals out every sequence of bytes in turn, for exact enumeration."""

import numpy as np


class Scripted:
    """Deals the bytes it was given, in order.

    Parameters
    ----------
    dealt : sequence of int
    """

    def __init__(self, dealt):
        self._dealt = list(dealt)

    def integers(self, shape, dtype):
        """Return the next bytes; one device, so one byte at a time."""
        assert np.dtype(dtype) == np.uint8
        taken, self._dealt = self._dealt[:shape], self._dealt[shape:]
        return np.array(taken, np.uint8)
