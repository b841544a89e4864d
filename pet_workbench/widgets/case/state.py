"""What the sections of a case page have in common: the reader's choices and the runs they lead to.

A run is computed when a section first asks for it, and kept until the choices change.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import traitlets

from pet_workbench.core import Outcome
from pet_workbench.usecases.base import Tables, UseCase

SEED = 1
"""Of the generated people: everybody meets the same ones."""

Made = TypeVar("Made")


@dataclass(frozen=True)
class Last:
    """The last run of a technique, whatever the choices were.

    Attributes
    ----------
    n : int
        Size of the population then.
    outcome : Outcome
    """

    n: int
    outcome: Outcome


class CaseState(traitlets.HasTraits):
    """The reader's choices and, computed when needed, what follows from them.

    A page subclasses it with a trait per choice.

    Attributes
    ----------
    case : UseCase
    data : tuple of str
        Traits that decide on the generated tables.
    choices : tuple of str
        Traits that decide on a run, besides the tables.
    decides_on : mapping of str to tuple of str
        Choices that decide on the runs of some techniques only, and of which.
    asks_first : collection of str
        Full ids of techniques that are never run before the reader asks for them.
    n : int
        Size of the generated population.
    technique : str
        Full id of the technique that the reader looks at; the first one at the start.
    asked : int
        How often the reader asked for runs that do not follow every choice.
    """

    case: ClassVar[UseCase]
    data: ClassVar[tuple[str, ...]] = ("n",)
    choices: ClassVar[tuple[str, ...]] = ()
    decides_on: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    asks_first: ClassVar[Collection[str]] = ()

    n = traitlets.Int(10_000)
    technique = traitlets.Unicode()
    asked = traitlets.Int(0)

    def __init__(self) -> None:
        super().__init__()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._last: dict[str, Last] = {}

    @traitlets.default("technique")
    def _first_technique(self) -> str:
        return next(iter(self.case.techniques))

    @traitlets.validate("technique")
    def _known_technique(self, proposal: Mapping[str, Any]) -> str:
        return self.case.technique(proposal["value"]).id

    @property
    def decisive(self) -> tuple[str, ...]:
        """The traits that decide on the runs of all techniques."""
        return (*self.data, *self.choices)

    @property
    def most_kept(self) -> int:
        """How many things stay in memory: two choices of settings, all techniques."""
        return 2 * len(self.case.techniques) + 4

    def load_arguments(self) -> dict[str, Any]:
        """Return what `case.load` gets; override where a trait is not written as its argument."""
        return {name: getattr(self, name) for name in self.data}

    def run_arguments(self) -> dict[str, Any]:
        """Return what `case.run` gets; override where a trait is not written as its argument."""
        return {name: getattr(self, name) for name in self.choices}

    @property
    def tables(self) -> Tables:
        """The generated tables."""

        def load() -> Tables:
            return self.case.load(**self.load_arguments(), seed=SEED)

        return self.keep(self.key("tables", *self.data), load)

    @property
    def roles(self) -> Mapping[str, str]:
        """The role of every party that may take part with the present choices."""
        return self.case.roles(self.tables, {**self.case.parameters, **self.run_arguments()})

    @property
    def parties(self) -> tuple[str, ...]:
        """The names of all these parties."""
        return tuple(self.roles)

    def parties_in(self, role: str) -> tuple[str, ...]:
        """Return the parties that play `role`."""
        return tuple(party for party, its_role in self.roles.items() if its_role == role)

    def outcome(self, technique: str | None = None) -> Outcome:
        """Return the run of `technique`, or of the one chosen, with the present choices."""
        id = self.case.technique(technique or self.technique).id
        made: Outcome = self.keep(self._outcome_key(id), lambda: self.run(id))
        self._last[id] = Last(self.n, made)
        return made

    def ready(self, technique: str | None = None) -> Outcome | None:
        """Return what `outcome` does, or None where that would keep the reader waiting.

        That is: a technique that is not `live_to` this size, was run before with other choices and
        was not asked for since; and one that `asks_first`, until it was asked for.
        """
        chosen = self.case.technique(technique or self.technique)
        waits = chosen.id in self.asks_first
        is_live = not waits and (chosen.live_to is None or self.n <= chosen.live_to)
        is_first = not waits and not self.has_run(chosen.id)
        is_there = self._outcome_key(chosen.id) in self._kept or is_first
        return self.outcome(chosen.id) if is_live or is_there else None

    def has_run(self, technique: str) -> bool:
        """Tell whether a technique was ever run on this page."""
        return technique in self._last

    def last(self, technique: str) -> Last:
        """Return the last run of a technique that was run before."""
        return self._last[technique]

    def catch_up(self, techniques: Iterable[str]) -> None:
        """Run what the reader asks for with the present choices, and tell who follows."""
        for id in techniques:
            self.outcome(id)
        self.asked += 1

    def _outcome_key(self, technique: str) -> Hashable:
        """Return under which key the run of a technique with the present choices is kept."""
        traits = (
            one for one in self.decisive if technique in self.decides_on.get(one, (technique,))
        )
        return self.key(("outcome", technique), *traits)

    def run(self, technique: str, **overrides: Any) -> Outcome:
        """Run `technique` on the present data, with `overrides` on top of the present choices."""
        return self.case.run(technique, self.tables, **{**self.run_arguments(), **overrides})

    def key(self, name: Hashable, *traits: str) -> Hashable:
        """Return a key for what depends on the present values of `traits`."""
        return name, tuple(getattr(self, trait) for trait in traits)

    def keep(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for `key`, or make it; the oldest things are dropped."""
        if key not in self._kept:
            self._kept[key] = make()
            while len(self._kept) > self.most_kept:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        made: Made = self._kept[key]
        return made
