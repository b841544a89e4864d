"""Unit prices: euros, watts and kilograms of CO2 per unit, each with its range and its source.

The defaults stand in ``data/prices.toml``.  Nothing here is measured by us; what nobody published
is our own assumption, and every one of them can be changed.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pet_workbench.bench.costs.estimate import Estimate
from pet_workbench.core import DataError, ParameterError
from pet_workbench.datasets import data_path

FILE = "prices.toml"
PRICES = (
    "core_hour",
    "gb_sent",
    "kwh",
    "watt_busy",
    "watt_waiting",
    "overhead",
    "kwh_per_gb_lan",
    "kwh_per_gb_wan",
    "kwh_per_gb_mobile",
    "co2",
)
OUTSIDE = ("pet_year",)
"""Amounts that no bill holds, shown beside it."""
_SWITCH = "electricity_in_core_hour"
_KEYS = ("value", "low", "high", "unit", "source", "url", "date", "why")


@dataclass(frozen=True, slots=True)
class Price:
    """One unit price.

    Attributes
    ----------
    id : str
    value, low, high : float
        The price and the range in which we think it lies.
    unit : str
        In English, such as ``"EUR per kWh"``; catalogues have it in both languages.
    source, url, date : str
        Who published it, where, and about when; empty for an assumption.
    why : str
        How value and range follow from the source.
    """

    id: str
    value: float
    low: float
    high: float
    unit: str = ""
    source: str = ""
    url: str = ""
    date: str = ""
    why: str = ""

    @property
    def is_published(self) -> bool:
        """Whether somebody else published the value; the range may be ours all the same."""
        return bool(self.source)

    @property
    def estimate(self) -> Estimate:
        """The price with its range."""
        return Estimate(self.low, self.value, self.high)


@dataclass(frozen=True)
class Prices:
    """All unit prices of a bill.

    Attributes
    ----------
    by_id : mapping of str to Price
    outside : mapping of str to Price
        What a bill leaves out and can be set beside it.
    electricity_in_core_hour : bool
        Whether the price of a core-hour includes electricity, which then is not added once more.

    Examples
    --------
    >>> prices = Prices.load().replace(kwh=0.30)
    >>> prices["kwh"].value, prices["kwh"].is_published
    (0.3, False)
    """

    by_id: Mapping[str, Price]
    outside: Mapping[str, Price]
    electricity_in_core_hour: bool = True

    def __getitem__(self, id: str) -> Price:
        return self.by_id[id]

    def __iter__(self) -> Iterator[Price]:
        return iter(self.by_id.values())

    @classmethod
    def load(cls, path: Path | None = None) -> "Prices":
        """Read prices from a TOML file; what it leaves out is as the workbench has it.

        Parameters
        ----------
        path : Path, optional
            By default the workbench's own ``data/prices.toml``.

        Raises
        ------
        DataError
            If the file is no TOML, or has a price that is unknown or impossible; with its line.
        """
        own = _read(data_path() / FILE)
        outside = {id: _price(id, own["outside"][id], None, _Place()) for id in OUTSIDE}
        prices = {id: _price(id, own[id], None, _Place()) for id in PRICES}
        whole = cls(prices, outside, own[_SWITCH])
        return whole if path is None else _overlaid(whole, path)

    def replace(
        self, *, electricity_in_core_hour: bool | None = None, **prices: "float | Price"
    ) -> "Prices":
        """Return these prices with some changed.

        Parameters
        ----------
        electricity_in_core_hour : bool, optional
        **prices : float or Price
            By id.  A bare number is taken as certain.

        Raises
        ------
        ParameterError
            If a price is unknown or impossible.
        """
        changed = dict(self.by_id)
        for id, value in prices.items():
            old = self.by_id.get(id)
            if old is None:
                raise ParameterError(
                    "errors.bench_price_name",
                    "need one of {known} as a price, got {name}",
                    known=", ".join(PRICES),
                    name=id,
                )
            price = value if isinstance(value, Price) else Price(id, value, value, value, old.unit)
            changed[id] = _checked(replace(price, id=id), ParameterError)
        switch = self.electricity_in_core_hour
        if electricity_in_core_hour is not None:
            switch = electricity_in_core_hour
        return Prices(changed, self.outside, switch)


@dataclass(frozen=True)
class _Place:
    """Where a price was read, for errors."""

    file: str = FILE
    text: str = ""

    def line(self, name: str) -> int:
        """Return the line in which `name` is set or has its table, 0 where it is not found."""
        found = re.search(rf"^[ \t]*\[?[ \t]*{re.escape(name)}[ \t]*[\]=]", self.text, re.MULTILINE)
        return self.text.count("\n", 0, found.start()) + 1 if found else 0


def _read(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataError(
            "errors.bench_price_file",
            "need a readable TOML file of prices, got {file}: {reason}",
            file=path.name,
            reason=error,
        ) from error


def _overlaid(prices: Prices, path: Path) -> Prices:
    """Put the prices of a file over others."""
    given = _read(path)
    place = _Place(path.name, path.read_text(encoding="utf-8"))
    switch = given.pop(_SWITCH, prices.electricity_in_core_hour)
    given.pop("outside", None)
    if not isinstance(switch, bool):
        raise _wrong(place, _SWITCH, switch)
    changed = dict(prices.by_id)
    for id, value in given.items():
        if id not in PRICES:
            raise DataError(
                "errors.bench_price_unknown",
                "need one of {known} as a price, got {name} in line {line} of {file}",
                known=", ".join(PRICES),
                name=id,
                line=place.line(id),
                file=place.file,
            )
        changed[id] = _price(id, value, prices[id].unit, place)
    return Prices(changed, prices.outside, switch)


def _price(id: str, given: Any, unit: str | None, place: _Place) -> Price:
    """Make a price of what TOML gives: a number, or a table."""
    table = given if isinstance(given, dict) else {"value": given}
    strange = next((key for key in table if key not in _KEYS), None)
    if strange is not None:
        raise _wrong(place, strange, table[strange])
    values = {"low": table.get("value"), "high": table.get("value"), "unit": unit or "", **table}
    for key, value in values.items():
        if not _fits(key, value):
            raise _wrong(place, id, value)
    try:
        return _checked(Price(id, **values), DataError)
    except DataError as error:
        raise _wrong(place, id, table.get("value")) from error


def _fits(key: str, value: object) -> bool:
    """Return whether `value` is of the kind that `key` needs: a number or a text."""
    if key not in ("value", "low", "high"):
        return isinstance(value, str)
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong(place: _Place, name: str, value: object) -> DataError:
    return DataError(
        "errors.bench_price_line",
        "need a number of at least 0 with low <= value <= high for {name} in line {line} of {file} "
        "(overhead: at least 1; the switch: true or false), got {value}",
        name=name,
        line=place.line(name),
        file=place.file,
        value=value,
    )


def _checked(price: Price, kind: type[DataError] | type[ParameterError]) -> Price:
    """Refuse a price that makes no sense."""
    least = 1.0 if price.id == "overhead" else 0.0
    ends = (price.low, price.value, price.high)
    if not (least <= price.low <= price.value <= price.high and all(map(math.isfinite, ends))):
        raise kind(
            "errors.bench_price_number",
            "need {least} <= low <= value <= high for price {name}, got {low}, {value}, {high}",
            least=least,
            name=price.id,
            low=price.low,
            value=price.value,
            high=price.high,
        )
    return price
