"""What a run costs in euros, electricity and CO2, for all parties together.

Every party keeps one core for as long as the run lasts on its network: busy while it computes,
waiting while others do or while bytes are under way.  People, contracts and legal work are not in
it; they are by far the largest part of what a project costs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pet_workbench.bench.costs.estimate import Estimate
from pet_workbench.bench.costs.prices import Prices
from pet_workbench.bench.costs.use import Use, seconds_on, use
from pet_workbench.bench.record import Record
from pet_workbench.core import NetworkProfile

PARTS = ("computing", "traffic", "electricity")
ENERGY = ("computing", "waiting", "traffic")
IN_BUILDING = "lan"
"""The profile on which nobody pays for traffic."""
_HOUR = 3600.0
_GB = 1e9
_KILO = 1000.0


@dataclass(frozen=True)
class Bill:
    """What one run costs.

    Attributes
    ----------
    seconds : Estimate
        On the clock, on this network.
    core_hours : Estimate
        For which all parties together keep a core.
    euro, kwh, co2_kg : Estimate
        In all.  Low, middle and high take every price and every figure at its end: the interval is
        too wide rather than too narrow.
    parts : mapping of str to Estimate
        Euros per part, see `PARTS`; electricity is 0 where the price of a core-hour includes it.
    electricity_euro : Estimate
        What the electricity is worth, whether or not it is in the price of a core-hour.
    energy : mapping of str to Estimate
        Kilowatt-hours per part, see `ENERGY`.
    """

    seconds: Estimate
    core_hours: Estimate
    euro: Estimate
    kwh: Estimate
    co2_kg: Estimate
    parts: Mapping[str, Estimate]
    electricity_euro: Estimate
    energy: Mapping[str, Estimate]


def bill(run: Use | Record, prices: Prices, profile: NetworkProfile) -> Bill:
    """Price a run on a network.

    Parameters
    ----------
    run : Use or Record
        What it takes.
    prices : Prices
    profile : NetworkProfile
        Where the bytes go.  Only its time matters, and whether it is one building (``"lan"``), a
        mobile network (``"mobile"``) or fixed lines (any other).
    """
    taken = use(run) if isinstance(run, Record) else run
    seconds = seconds_on(taken, profile)
    core_seconds = _at_least(seconds.scaled(taken.parties), taken.cpu)
    energy = _energy(taken, core_seconds, prices, profile)
    kwh = _total(energy)
    core_hours = core_seconds.scaled(1 / _HOUR)
    free = profile.id == IN_BUILDING
    per_gb = Estimate.exactly(0.0) if free else prices["gb_sent"].estimate
    worth = _own_energy(energy).times(prices["kwh"].estimate)
    parts = {
        "computing": core_hours.times(prices["core_hour"].estimate),
        "traffic": taken.bytes.scaled(1 / _GB).times(per_gb),
        "electricity": Estimate.exactly(0.0) if prices.electricity_in_core_hour else worth,
    }
    return Bill(
        seconds=seconds,
        core_hours=core_hours,
        euro=_total(parts),
        kwh=kwh,
        co2_kg=kwh.times(prices["co2"].estimate),
        parts=parts,
        electricity_euro=worth,
        energy=energy,
    )


def _energy(
    taken: Use, core_seconds: Estimate, prices: Prices, profile: NetworkProfile
) -> dict[str, Estimate]:
    """Return kilowatt-hours per part, data centre included."""
    idle = core_seconds.minus(taken.cpu)
    overhead = prices["overhead"].estimate
    per_core = overhead.scaled(1 / _HOUR / _KILO)
    per_gb = prices[f"kwh_per_gb_{profile.id if profile.id in ('lan', 'mobile') else 'wan'}"]
    return {
        "computing": taken.cpu.times(prices["watt_busy"].estimate).times(per_core),
        "waiting": idle.times(prices["watt_waiting"].estimate).times(per_core),
        "traffic": taken.bytes.scaled(1 / _GB).times(per_gb.estimate),
    }


def _own_energy(energy: Mapping[str, Estimate]) -> Estimate:
    """Return what the parties' own machines use; that of the network is the carrier's."""
    return energy["computing"] + energy["waiting"]


def _at_least(first: Estimate, second: Estimate) -> Estimate:
    """Return the larger of two, end by end."""
    return Estimate(
        max(first.low, second.low),
        max(first.middle, second.middle),
        max(first.high, second.high),
    )


def _total(parts: Mapping[str, Estimate]) -> Estimate:
    return sum(parts.values(), start=Estimate.exactly(0.0))
