"""What an owner who does not compute sends: each party two of three parts of a vector.

Protects: by itself nothing; two parts say nothing about the vector when keys are fresh.
Does not protect: what is sent twice under one key.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core import Channel


def send_parts(
    channel: Channel, step: str, names: Sequence[str], *, keys: Sequence[bytes], rest: NDArray[Any]
) -> None:
    """Send each party its two of three parts: two are keys of keystreams, the third is the rest.

    Parameters
    ----------
    channel : Channel
        Of the owner.
    step : str
        What the parts are of, for the transcript.
    names : sequence of str
        The three computing parties.
    keys : sequence of bytes
        Two.
    rest : ndarray
        What makes up the vector together with both keystreams.
    """
    parts = [*(np.frombuffer(key, np.uint8) for key in keys), rest]
    for i, name in enumerate(names):
        for part in (i, (i + 1) % len(parts)):
            channel.send(name, f"{step} part {part + 1}", parts[part])
