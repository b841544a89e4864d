"""The meter of both computations: how much noise there is, and how much room was left."""

import math
from typing import TYPE_CHECKING

import pandas as pd

from pet_workbench.he.meter import Meter
from pet_workbench.he.parameters import Scheme
from pet_workbench.he.real.meter import RealMeter
from pet_workbench.he.whole.meter import WholeMeter
from pet_workbench.usecases.falls import WEIGHT_UNIT
from pet_workbench.usecases.falls.by_encryption import choice, fresh_meters, scored_meter
from pet_workbench.viz.falls import Room as Bits
from pet_workbench.viz.falls import room_figure
from pet_workbench.widgets import Chart, Sentence, html, table_html
from pet_workbench.widgets.case import Section, Words
from pet_workbench.widgets.data_table import ABSENT

if TYPE_CHECKING:
    from pet_workbench.widgets.falls.page import FallsPage

SCHEMES: tuple[Scheme, ...] = ("ckks", "bfv")
_ERROR_DIGITS = 5
_COMPARED = ("homomorphic:ckks", "homomorphic:bfv", "secret-sharing", "plain-exchange")


def bits_of(name: str, meter: RealMeter | WholeMeter) -> Bits:
    """Return how the bits of a modulus are used, as a meter knows it.

    Parameters
    ----------
    name : str
        The moment, in the reader's words.
    meter : RealMeter or WholeMeter

    Examples
    --------
    >>> made = choice("bfv").parameters
    >>> used = bits_of("fresh", fresh_meters(made)[0])
    >>> round(used.noise + used.number + used.free)
    120
    """
    if isinstance(meter, WholeMeter):
        number, budget = meter.parameters.plain_modulus.bit_length(), meter.noise_budget_bits
        return Bits(name, meter.modulus_bits - number - budget, number, budget)
    noise = math.log2(max(meter.noise, 1))
    free = meter.headroom_bits
    return Bits(name, noise, meter.modulus_bits - noise - free, free)


class Room(Section):
    """A picture of noise and room, a table of the parameters, and what travels per client.

    Parameters
    ----------
    page : FallsPage

    Attributes
    ----------
    chart : Chart
    table : HTML
    sentence : Sentence
    """

    is_patient = True

    def __init__(self, page: "FallsPage") -> None:
        words = page.words
        self._page = page
        self.chart, self.table, self.sentence = Chart(), html(""), Sentence()
        heading = html(f"<h3>{words('room_title')}</h3><p>{words('room_intro')}</p>")
        super().__init__(
            page,
            [heading, self.chart, self.table, self.sentence],
            label=words("room_label"),
            follows=page.state.decisive,
        )

    def redraw(self) -> None:
        """Read the meters, and count what the runs sent."""
        words = self.words
        self.chart.draw(room_figure(self.moments, lang=words.lang))
        self.table.value = self._table()
        each = {
            f"each_{id.rpartition(':')[2].replace('-', '_')}": self._each(id) for id in _COMPARED
        }
        self.sentence.say(words("room_each", **each))

    @property
    def moments(self) -> list[Bits]:
        """How the bits are used after encrypting, computing and, in BFV, covering."""
        found = []
        for scheme in SCHEMES:
            ring = choice(scheme).parameters
            meters = {"fresh": max(fresh_meters(ring), key=_noise), "scored": scored_meter(ring)}
            if scheme == "bfv":
                meters["covered"] = choice(scheme).meter
            found += [
                bits_of(self.words(f"room_{scheme}_{moment}"), meter)
                for moment, meter in meters.items()
            ]
        return found

    def _each(self, technique: str) -> str:
        """Write how many bytes a technique sends per client."""
        outcome = self._page.state.outcome(technique)
        return self.words.size(round(outcome.transcript.bytes / len(outcome.answer.persons)))

    def _table(self) -> str:
        """Return the parameters of both schemes, a line for each property."""
        words = self.words
        columns = {scheme: _properties(scheme, words) for scheme in SCHEMES}
        names = list(columns[SCHEMES[0]])
        shown = {"property": [words(f"room_{name}") for name in names]}
        shown |= {str(one): [made[name] for name in names] for one, made in columns.items()}
        frame = pd.DataFrame(shown)
        headers = {"property": words("room_property"), "ckks": "CKKS", "bfv": "BFV"}
        return table_html(frame, lang=words.lang, caption=words("room_caption"), headers=headers)


def _noise(meter: Meter) -> float:
    """Return by what the noisiest of several meters is found."""
    return float(meter.noise)


def _properties(scheme: Scheme, words: Words) -> dict[str, str]:
    """Return the parameters of a scheme and what its meter says at the end, written."""
    chosen = choice(scheme)
    made, meter = chosen.parameters, chosen.meter
    is_real = isinstance(meter, RealMeter)
    budget = chosen.noise_budget_bits
    return {
        "slots": words.number(made.slots),
        "security": words(
            "room_of",
            used=words.number(chosen.bits_used),
            allowed=words.number(chosen.bits_allowed),
        ),
        "level": words(
            "room_of", used=words.number(meter.level), allowed=words.number(made.levels)
        ),
        "scale": words.number(made.scale_bits) if is_real else ABSENT,
        "error": words.number(meter.error / WEIGHT_UNIT, _ERROR_DIGITS) if is_real else "0",
        "budget": ABSENT if budget is None else words.number(budget),
        "range": words.number(meter.bound / WEIGHT_UNIT),
    }
