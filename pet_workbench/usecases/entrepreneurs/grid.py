"""The cells of the table: regions by sectors, as everybody knows them beforehand.

Regions are the forty COROP areas of Statistics Netherlands (CBS), which join to twelve provinces,
four parts of the country and the whole.  Sectors are the 21 sections of the Standard Industrial
Classification SBI 2008, A to U.  Names are proper names and stand here; sections are described in
the catalogues, by letter.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from pet_workbench.core.validation import check_choice

SECTORS = tuple("ABCDEFGHIJKLMNOPQRSTU")
PROVINCES = {
    "Groningen": "Noord",
    "Friesland": "Noord",
    "Drenthe": "Noord",
    "Overijssel": "Oost",
    "Flevoland": "Oost",
    "Gelderland": "Oost",
    "Utrecht": "West",
    "Noord-Holland": "West",
    "Zuid-Holland": "West",
    "Zeeland": "West",
    "Noord-Brabant": "Zuid",
    "Limburg": "Zuid",
}
"""The part of the country of each province."""
AREAS = {
    "Oost-Groningen": ("Groningen", 3),
    "Delfzijl en omgeving": ("Groningen", 1),
    "Overig Groningen": ("Groningen", 8),
    "Noord-Friesland": ("Friesland", 6),
    "Zuidwest-Friesland": ("Friesland", 3),
    "Zuidoost-Friesland": ("Friesland", 4),
    "Noord-Drenthe": ("Drenthe", 4),
    "Zuidoost-Drenthe": ("Drenthe", 3),
    "Zuidwest-Drenthe": ("Drenthe", 3),
    "Noord-Overijssel": ("Overijssel", 8),
    "Zuidwest-Overijssel": ("Overijssel", 3),
    "Twente": ("Overijssel", 12),
    "Veluwe": ("Gelderland", 14),
    "Achterhoek": ("Gelderland", 8),
    "Arnhem/Nijmegen": ("Gelderland", 14),
    "Zuidwest-Gelderland": ("Gelderland", 5),
    "Utrecht (COROP)": ("Utrecht", 10),
    "Kop van Noord-Holland": ("Noord-Holland", 7),
    "Alkmaar en omgeving": ("Noord-Holland", 5),
    "IJmond": ("Noord-Holland", 4),
    "Agglomeratie Haarlem": ("Noord-Holland", 5),
    "Zaanstreek": ("Noord-Holland", 3),
    "Groot-Amsterdam": ("Noord-Holland", 30),
    "Het Gooi en Vechtstreek": ("Noord-Holland", 6),
    "Agglomeratie Leiden en Bollenstreek": ("Zuid-Holland", 8),
    "Agglomeratie 's-Gravenhage": ("Zuid-Holland", 16),
    "Delft en Westland": ("Zuid-Holland", 5),
    "Oost-Zuid-Holland": ("Zuid-Holland", 7),
    "Groot-Rijnmond": ("Zuid-Holland", 26),
    "Zuidoost-Zuid-Holland": ("Zuid-Holland", 8),
    "Zeeuwsch-Vlaanderen": ("Zeeland", 3),
    "Overig Zeeland": ("Zeeland", 7),
    "West-Noord-Brabant": ("Noord-Brabant", 11),
    "Midden-Noord-Brabant": ("Noord-Brabant", 9),
    "Noordoost-Noord-Brabant": ("Noord-Brabant", 12),
    "Zuidoost-Noord-Brabant": ("Noord-Brabant", 14),
    "Noord-Limburg": ("Limburg", 5),
    "Midden-Limburg": ("Limburg", 4),
    "Zuid-Limburg": ("Limburg", 10),
    "Flevoland (COROP)": ("Flevoland", 10),
}
"""Province of each COROP area, and a rough weight of ours within that province: nobody's figure."""
LEVELS = ("country", "part", "province", "area")
"""From coarse to fine."""


@cache
def regions(level: str) -> tuple[str, ...]:
    """Return the names of the regions of `level`, in the order of the table.

    Raises
    ------
    ParameterError
        If there is no such level.

    Examples
    --------
    >>> regions("part")
    ('Noord', 'Oost', 'West', 'Zuid')
    """
    check_choice("level", level, LEVELS)
    if level == "area":
        return tuple(AREAS)
    if level == "province":
        return tuple(PROVINCES)
    return tuple(dict.fromkeys(PROVINCES.values())) if level == "part" else ("Nederland",)


@cache
def regions_of_areas(level: str) -> NDArray[np.int64]:
    """Return the region at `level` of each COROP area, as its place in `regions`."""
    names = regions(level)
    if level == "area":
        return np.arange(len(AREAS))
    if level == "country":
        return np.zeros(len(AREAS), np.int64)
    provinces = [province for province, _ in AREAS.values()]
    named = provinces if level == "province" else [PROVINCES[one] for one in provinces]
    return np.array([names.index(one) for one in named])


def n_cells(level: str) -> int:
    """Return the number of cells of the table at `level`."""
    return len(regions(level)) * len(SECTORS)


def cells(areas: NDArray[np.int64], sectors: NDArray[np.int64], *, level: str) -> NDArray[np.int64]:
    """Return the cell of each business, counted row by row.

    Parameters
    ----------
    areas : ndarray of int64, shape (n,)
        Places in `AREAS`.
    sectors : ndarray of int64, shape (n,)
        Places in `SECTORS`.
    level : str
        One of `LEVELS`.
    """
    return regions_of_areas(level)[areas] * len(SECTORS) + sectors
