"""A program that can be measured: its text, its settings, and what it does with the data.

The measurement is a hash of text and settings, as a chip measures the bytes it loads [1]_; changing
one letter or one threshold gives another.  The text is that of the module in which the function
stands; in this simulation nothing but ourselves sees to it that this text is what runs.

Arithmetic only.

References
----------
.. [1] AMD, "SEV Secure Nested Paging Firmware ABI Specification", publication 56860, launch digest.
"""

import hashlib
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

State = dict[str, Any]
"""What a program keeps between runs: JSON values."""


@dataclass(frozen=True)
class Program:
    """What is loaded into an enclave.

    Attributes
    ----------
    name : str
    run : callable
        Called as ``run(rows, state, **settings)`` with what each sender delivered, in bytes, and
        the state so far; returns the answer in bytes and the new state.
    settings : mapping
        JSON values, such as the smallest cell that may leave.
    """

    name: str
    run: Callable[..., tuple[bytes, State]]
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text that is measured: the module in which the function stands."""
        module = inspect.getmodule(self.run)
        return inspect.getsource(module or self.run)

    @property
    def measurement(self) -> bytes:
        """SHA-384 of everything that decides what the program does; 48 bytes."""
        parts = (
            self.name,
            self.run.__qualname__,
            self.text,
            json.dumps(self.settings, sort_keys=True),
        )
        written = [part.encode() for part in parts]
        joined = b"".join(len(part).to_bytes(8, "little") + part for part in written)
        return hashlib.sha384(joined).digest()
