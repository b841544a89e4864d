"""What a reader can have measured here: a case, techniques, sizes, networks, repeats, budgets."""

from collections.abc import Callable, Sequence
from html import escape

import ipywidgets as w

from pet_workbench import usecases
from pet_workbench.bench import IN_PROCESS, LeftOut, Plan, plan
from pet_workbench.bench.grid import NETWORKS
from pet_workbench.bench.matrix.names import case_name, people, technique_name
from pet_workbench.bench.running import Budget
from pet_workbench.viz.evidence_scaling import size_unit
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.controls import Slider
from pet_workbench.widgets.evidence.choosing import Pick, Ticks
from pet_workbench.widgets.page import Columns

REPEATS = (1, 2, 3, 5)
SECONDS = (10, 30, 60, 120, 300)
MEGABYTES = (500, 800, 1_000, 1_500, 2_000, 4_000)
BINDER_MB = 800
"""What leaves room for the page itself in the two gigabytes of Binder."""


class Offer(w.VBox):
    """The controls, and the plan that follows from them.

    Parameters
    ----------
    words : Words
    follow : callable
        Called without arguments when a choice changes.
    case : str
        Chosen at the start.

    Attributes
    ----------
    case : Pick
    techniques, networks : Ticks
    largest, repeats, seconds, memory : Slider
    """

    def __init__(self, words: Words, follow: Callable[[], object], *, case: str) -> None:
        self._words, self._follow = words, follow
        lang = words.lang
        names = {key: case_name(key, lang) for key in usecases.names()}
        self.case = Pick(words("trial_case"), names, value=case)
        self.techniques = Ticks(words("trial_techniques"), {})
        networks = {network: network_name(network, words) for network in NETWORKS}
        self.networks = Ticks(words("trial_networks"), networks, ticked=[IN_PROCESS])
        self.repeats = Slider(words("trial_repeats"), REPEATS, value=2, lang=lang)
        self.seconds = self._limit("seconds", SECONDS, value=60, unit="s")
        self.memory = self._limit("memory", MEGABYTES, value=BINDER_MB, unit="MB")
        self._size = w.VBox()
        super().__init__(
            [
                self.case,
                Columns([self.techniques, self.networks]),
                Columns([self._size, self.repeats]),
                Columns([self.seconds, self.memory]),
            ]
        )
        self._offer_case()
        self.case.observe(lambda _: self._offer_case(), "value")
        self.techniques.follow(follow)
        self.networks.follow(follow)
        for slider in (self.repeats, self.seconds, self.memory):
            slider.observe(lambda _: follow(), "value")

    def _limit(self, name: str, values: Sequence[int], *, value: int, unit: str) -> Slider:
        """Return a slider over whole numbers of a unit."""
        words = self._words
        return Slider(
            words(f"trial_{name}"),
            values,
            value=value,
            lang=words.lang,
            written=lambda number: f"{words.number(number)} {unit}",
        )

    @property
    def budget(self) -> Budget:
        """How long a cell may take, and how much memory."""
        return Budget(seconds=float(self.seconds.value), memory_mb=float(self.memory.value))

    def plan(self) -> Plan:
        """Return what is to be measured, and what is left out.

        A technique that is not worth measuring beyond some size is left out there, although it was
        ticked.
        """
        case = usecases.get(self.case.value)
        sizes = [n for n in case.sizes if n <= self.largest.value]
        chosen = set(self.techniques.chosen)
        laid = plan([case.key], sizes=sizes, networks=self.networks.chosen)
        return Plan(
            tuple(cell for cell in laid.cells if cell.technique in chosen),
            tuple(one for one in laid.left_out if one.cell.technique in chosen),
        )

    def _offer_case(self) -> None:
        """Offer the techniques and sizes of the chosen case, the smallest size first."""
        words, case = self._words, usecases.get(self.case.value)
        self.largest = Slider(
            words("trial_size", unit=size_unit(case.key, words.lang)), case.sizes, lang=words.lang
        )
        self.largest.observe(lambda _: self._follow(), "value")
        self._size.children = (self.largest,)
        self.techniques.offer(
            {id: technique_name(case.key, id, words.lang) for id in case.techniques}
        )


def network_name(network: str, words: Words) -> str:
    """Name a network, or the absence of one."""
    return words("trial_in_process") if network == IN_PROCESS else words(f"network_{network}")


def left_out_html(left_out: tuple[LeftOut, ...], words: Words) -> str:
    """Return a list of what is not measured, and why; nothing if that is nothing."""
    items = "".join(f"<li>{escape(_why(one, words))}</li>" for one in left_out)
    return f"<p>{escape(words('trial_left_out'))}</p><ul>{items}</ul>" if items else ""


def _why(one: LeftOut, words: Words) -> str:
    """Say why a cell is not measured."""
    cell, limit = one.cell, one.values.get("limit")
    return words(
        f"left_out_{one.reason}",
        technique=technique_name(cell.case, cell.technique, words.lang),
        n=people(cell.case, cell.n, words.lang),
        limit="" if limit is None else _limit(one, float(limit), words),
    )


def _limit(one: LeftOut, limit: float, words: Words) -> str:
    """Write a limit: a time, memory, or a size."""
    what = one.values.get("what")
    if what == "time":
        return words.duration(limit)
    if what == "memory":
        return words.size(limit * 10**6)
    return people(one.cell.case, int(limit), words.lang)
