"""How much an arrangement protects: ordered steps for what goes in and for what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual


class Level(NamedTuple):
    """Protection of what goes in and of what comes out; the steps are in ``arrangements.toml``.

    The numbers are ordinal: two is more than one, not twice as much.

    Attributes
    ----------
    input, output : int
        Steps of `scale`, from 0.

    Examples
    --------
    >>> Level(2, 1).covers(Level(2, 0)), Level(2, 0).covers(Level(0, 1))
    (True, False)
    >>> Level(2, 0).join(Level(0, 1))
    Level(input=2, output=1)
    """

    input: int
    output: int

    def covers(self, needed: "Level") -> bool:
        """Tell whether this is at least `needed`, on both sides."""
        return self.input >= needed.input and self.output >= needed.output

    def join(self, other: "Level") -> "Level":
        """Return the least level that covers both."""
        return Level(max(self.input, other.input), max(self.output, other.output))


NOTHING = Level(0, 0)


@dataclass(frozen=True)
class Scale:
    """What the steps of both scales mean.

    Attributes
    ----------
    input, output : tuple of Bilingual
        By step, from 0.
    """

    input: tuple[Bilingual, ...]
    output: tuple[Bilingual, ...]


@cache
def scale() -> Scale:
    """Return what the steps mean.

    Examples
    --------
    >>> len(scale().input), len(scale().output)
    (4, 3)
    """
    written = content.read("arrangements")["scale"]
    return Scale(_steps(written, "input"), _steps(written, "output"))


def _steps(written: Mapping[str, Any], side: str) -> tuple[Bilingual, ...]:
    return tuple(
        content.bilingual({"says": one}, "says", where=f"arrangements.scale.{side}")
        for one in written[side]
    )


def read(written: Mapping[str, Any], *, where: str) -> Level:
    """Read a level as it stands in a content file: ``{ input = 2, output = 0 }``.

    Raises
    ------
    DataError
        If a step is not on its scale.
    """
    level = Level(int(written.get("input", 0)), int(written.get("output", 0)))
    steps = Level(len(scale().input) - 1, len(scale().output) - 1)
    if not level.covers(NOTHING) or not steps.covers(level):
        content.wrong(where, f"steps of the scales, at most {tuple(steps)}", tuple(level))
    return level
