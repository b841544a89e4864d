"""The record of one run: what was asked, what came out, and what it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.core.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Release:
    """Something that left the computation and was read by somebody.

    Attributes
    ----------
    what : str
        Id of what was released, such as ``"households_found"``.
    receiver : str
        Who read it.
    guarantee : str
        Id of what is promised about it, such as ``"exact"`` or ``"minimum_found"``.
    items : int
        How many values were released.
    """

    what: str
    receiver: str
    guarantee: str
    items: int


@dataclass(frozen=True)
class Outcome:
    """What one run of a technique gave.

    Attributes
    ----------
    case, technique : str
        Keys of the use case and of the technique.
    parameters : mapping of str to value
        What was chosen for this run.
    answer : value
        What the receiver got.
    exact : value
        What the same question gives on the pooled data, computed apart.
    error : float
        Distance between the two as the case defines it; 0 when they are equal.
    seconds : float
        Time on the clock of the computation, without making or reading the data.
    cpu_seconds : float
        Processor time of all parties together in that time.
    transcript : Transcript
    released : tuple of Release
    leaks : tuple of str
        Ids of what parties learn beyond the answer, as stated by the technique.
    roles : mapping of str to str
        Id of each party's role, by the party's name.
    is_secure_randomness : bool
        False when a teaching seed made the keys predictable.
    """

    case: str
    technique: str
    parameters: Mapping[str, Any]
    answer: Any
    exact: Any
    error: float
    seconds: float
    cpu_seconds: float
    transcript: Transcript
    released: tuple[Release, ...]
    leaks: tuple[str, ...]
    roles: Mapping[str, str]
    is_secure_randomness: bool
