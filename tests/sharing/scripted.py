"""A keystream that a test writes out in full, so that claims on randomness can be enumerated."""

from collections.abc import Mapping
from typing import Any

import numpy as np


class Script:
    """Hands out numbers in the order given, in the place of a `Keystream`."""

    def __init__(self, numbers: Any) -> None:
        self.numbers = np.asarray(numbers)
        self.read = 0

    def integers(self, shape: Any, dtype: Any) -> Any:
        """Return the next numbers of the script."""
        count = int(np.prod(shape))
        part = self.numbers.reshape(-1)[self.read : self.read + count]
        self.read += count
        return part.astype(dtype).reshape(shape)


class ScriptedKeys:
    """Stands in for `Entropy`: party after party gets its name as its key, in order of drawing."""

    is_secure = False

    def __init__(self, parties: Any) -> None:
        self._parties = iter(parties)

    def key(self) -> bytes:
        """Return the next party's name."""
        return next(self._parties).encode()


def scripted_keystream(scripts: Mapping[str, Any]) -> Any:
    """Return what to put in the place of the class `Keystream`: a key opens its party's script."""
    return lambda key, lane=0: Script(scripts[key.decode()])


def every_combination(base: int, count: int) -> Any:
    """Return all arrays of `count` numbers below `base`: shape (count, base**count)."""
    return np.indices((base,) * count).reshape(count, -1)
