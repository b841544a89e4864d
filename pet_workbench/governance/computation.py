"""The exact computation that is agreed on, as a description that can be compared field by field.

Protects: against a run with another threshold, third party or output than was agreed.
Does not protect: against software that says one thing and does another; it names a version only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from pet_workbench.governance.canonical import Json, canonical


@dataclass(frozen=True)
class Output:
    """Something that somebody will read.

    Attributes
    ----------
    what, receiver, guarantee : str
        As in `core.Release`.
    """

    what: str
    receiver: str
    guarantee: str


@dataclass(frozen=True)
class Computation:
    """What is computed, and what comes out.

    Attributes
    ----------
    case, technique : str
        Ids; the technique with its variant.
    parameters : mapping of str to value of JSON
        All of the run, thresholds and third parties included.
    outputs : tuple of Output
        What leaves, and to whom.
    learned : tuple of str
        Ids of what parties learn beyond that, as the technique states it.
    smallest : int or None
        Least number of people in anything that leaves; None where no such rule applies.
    epsilon, delta : float
        What one run costs of the privacy budget; 0 without noise.
    software : str
        Name and version of what computes.
    """

    case: str
    technique: str
    parameters: Mapping[str, Json]
    outputs: tuple[Output, ...]
    learned: tuple[str, ...] = ()
    smallest: int | None = None
    epsilon: float = 0.0
    delta: float = 0.0
    software: str = ""

    def to_plain(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        plain = asdict(self)
        plain["parameters"] = dict(self.parameters)
        plain["outputs"] = [asdict(output) for output in self.outputs]
        plain["learned"] = list(self.learned)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Computation":
        """Return what was written, after the schema was checked."""
        values = dict(plain)
        values["outputs"] = tuple(Output(**output) for output in values["outputs"])
        values["learned"] = tuple(values["learned"])
        return cls(**values)


@dataclass(frozen=True)
class Difference:
    """A field in which two computations differ.

    Attributes
    ----------
    field : str
        Such as ``"parameters.threshold_percent"``.
    agreed, asked : str
        Both values, written as JSON.
    """

    field: str
    agreed: str
    asked: str


def differences(agreed: Computation, asked: Computation) -> tuple[Difference, ...]:
    """Return every field in which `asked` is not what was `agreed`.

    Examples
    --------
    >>> agreed = Computation("aio", "secret-sharing", {"threshold_percent": 100}, ())
    >>> asked = Computation("aio", "secret-sharing", {"threshold_percent": 90}, ())
    >>> differences(agreed, asked)
    (Difference(field='parameters.threshold_percent', agreed='100', asked='90'),)
    """
    return tuple(_compared("", agreed.to_plain(), asked.to_plain()))


def _compared(at: str, agreed: Json, asked: Json) -> Iterator[Difference]:
    """Compare two values, and what is in them."""
    if isinstance(agreed, dict) and isinstance(asked, dict):
        for name in sorted({*agreed, *asked}):
            place = f"{at}.{name}" if at else name
            if name in agreed and name in asked:
                yield from _compared(place, agreed[name], asked[name])
            else:
                yield Difference(place, _written(agreed, name), _written(asked, name))
        return
    first, second = canonical(agreed).decode(), canonical(asked).decode()
    if first != second:
        yield Difference(at, first, second)


def _written(values: Mapping[str, Json], name: str) -> str:
    """Write a value that may not be there."""
    return canonical(values[name]).decode() if name in values else ""


def software() -> str:
    """Return name and version of what computes here.

    Examples
    --------
    >>> software().split()[0]
    'pet-workbench'
    """
    return f"pet-workbench {version('pet-workbench')}"
