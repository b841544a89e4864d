"""Published figures and our own assumptions, each with where it comes from.

Both live in ``data/figures.toml``, apart: a *figure* was published by somebody else and has a
source, an *assumption* fills a gap between figures and has a reason.  Nothing here is measured by
us, and two figures on the same thing may disagree; all are kept.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pet_workbench.core import DataError
from pet_workbench.core.validation import check_choice

PACKAGE = Path(__file__).parents[1]
FILE = "figures.toml"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure.

    Attributes
    ----------
    id : str
        Name within its case, such as ``"recipients"``.
    value : float
        The figure; where the source gives a range, its middle.
    low, high : float or None
        Ends of the range, where the source gives one.
    unit : str
        What is counted.
    year : str
        Year, month or quarter it is about.
    source, url : str
        Who published it, and where it was read.
    """

    id: str
    value: float
    unit: str
    year: str
    source: str
    url: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that nobody published and a generated population needs.

    Attributes
    ----------
    id : str
        Name within its case.
    value : float
    unit : str
    why : str
        Our reason for it.
    """

    id: str
    value: float
    unit: str
    why: str


Row = TypeVar("Row", Figure, Assumption)


def data_path() -> Path:
    """Return the folder with the data, in a clone or in an installed package.

    Raises
    ------
    DataError
        If the package was copied without its data.
    """
    for folder in (PACKAGE / "_shipped" / "data", PACKAGE.parent / "data"):
        if (folder / FILE).is_file():
            return folder
    raise DataError(
        "errors.data_folder_missing",
        "need the folder 'data' beside the package, got none: install pet-workbench again, or work "
        "in a complete clone",
    )


def figures(case: str) -> Mapping[str, Figure]:
    """Return the published figures of `case` by id.

    Raises
    ------
    ParameterError
        If there are none for that case.

    Examples
    --------
    >>> figures("aio")["recipients"].value
    3592377
    """
    return _of_case(case, "figures", Figure)


def assumptions(case: str) -> Mapping[str, Assumption]:
    """Return our own assumptions for the generated population of `case` by id.

    Raises
    ------
    ParameterError
        If there are none for that case.

    Examples
    --------
    >>> assumptions("aio")["non_take_up"].value
    0.4
    """
    return _of_case(case, "assumptions", Assumption)


def _of_case(case: str, what: str, kind: type[Row]) -> Mapping[str, Row]:
    """Return the rows of one kind about `case`, by id."""
    sections = _read()[what]
    check_choice("case", case, sections)
    return MappingProxyType({id: kind(id=id, **row) for id, row in sections[case].items()})


@cache
def _read() -> dict[str, Any]:
    """Return the whole file; it does not change while the package runs."""
    return tomllib.loads((data_path() / FILE).read_text(encoding="utf-8"))
