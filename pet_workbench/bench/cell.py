"""One thing to measure: a technique on a case, at one size, on one network."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

IN_PROCESS = "in-process"
"""All parties in one process, with nothing between them: what the computation takes by itself."""


@dataclass(frozen=True)
class Cell:
    """What is to be measured.

    Attributes
    ----------
    case, technique : str
        Keys; the technique's with its variant.
    n : int
        Size of the population.
    seed : int
        Of the generated population.
    parameters : mapping of str to value
        Of the run, where they differ from the case's defaults.
    network : str
        ``"in-process"``, or the id of a `pet_workbench.core.NetworkProfile`: then every party is a
        process of its own, and its bytes wait as they would on that network.

    Examples
    --------
    >>> Cell("aio", "secret-sharing:pseudonyms", 10_000).key
    'f5fb0cc198e5'
    """

    case: str
    technique: str
    n: int
    seed: int = 1
    parameters: Mapping[str, Any] = field(default_factory=dict)
    network: str = IN_PROCESS

    @property
    def key(self) -> str:
        """A short name for exactly this cell, the same on every machine."""
        text = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def group(self) -> tuple[str, int, int, str, str]:
        """What cells share that are measured in turns, on the same tables."""
        parameters = json.dumps(dict(self.parameters), sort_keys=True)
        return self.case, self.n, self.seed, self.network, parameters
