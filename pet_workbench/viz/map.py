"""A map of the Netherlands: the outlines of provinces, and places for dots inside them.

The outlines are real but coarse (Natural Earth, 1:10 million, in the public domain); see
``data/README.md``.  No free package with municipal boundaries was found, so areas inside a province
are dots, and where a dot lies says nothing but its province.
"""

import json
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pet_workbench.datasets import data_path

Ring = NDArray[np.float64]
_FLATTENING = 0.615
"""The cosine of 52 degrees: so much shorter is a degree of longitude here than one of latitude."""
_GOLDEN = ((np.sqrt(5) - 1) / 2, np.sqrt(2) - 1)


@cache
def provinces() -> dict[str, tuple[Ring, ...]]:
    """Return the rings of every province by its name, in degrees.

    Returns
    -------
    dict of str to tuple of ndarray of float64, shape (n_points, 2)
        Longitude and latitude.

    Examples
    --------
    >>> len(provinces()), round(float(provinces()["Utrecht"][0][:, 1].mean()))
    (12, 52)
    """
    content = (data_path() / "maps" / "nl_provinces.json").read_text(encoding="utf-8")
    return {
        name: tuple(np.array(ring) for ring in rings)
        for name, rings in json.loads(content)["provinces"].items()
    }


def flat(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return degrees as a flat picture in which north is up and distances look right."""
    scale: NDArray[np.float64] = points * np.array([_FLATTENING, 1.0])
    return scale


def largest_ring(province: str) -> Ring:
    """Return the outline of a province's mainland or largest island."""
    return max(provinces()[province], key=_area)


def is_inside(points: NDArray[np.float64], ring: Ring) -> NDArray[np.bool_]:
    """Tell which points lie within a ring: a ray from inside crosses it an odd number of times.

    Examples
    --------
    >>> square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    >>> is_inside(np.array([[0.5, 0.5], [1.5, 0.5]]), square).tolist()
    [True, False]
    """
    x, y = points[:, :1], points[:, 1:]
    (x1, y1), (x2, y2) = ring[:-1].T, ring[1:].T
    crosses = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
    odd: NDArray[np.bool_] = (crosses & (x < at)).sum(axis=1) % 2 == 1
    return odd


@cache
def _spread(province: str, count: int) -> NDArray[np.float64]:
    """Return evenly spread places inside a province, the same ones every time."""
    ring = largest_ring(province)
    low, size = ring.min(axis=0), np.ptp(ring, axis=0)
    found = np.empty((0, 2))
    start = 0
    while len(found) < count:
        steps = np.arange(start, start + 4 * count + 16)[:, None]
        candidates = low + size * ((0.5 + steps * np.array(_GOLDEN)) % 1)
        found = np.concatenate([found, candidates[is_inside(candidates, ring)]])
        start += 4 * count + 16
    return found[:count]


def dots(names: list[str]) -> NDArray[np.float64]:
    """Return a place for each area, given the name of its province; invented but for that.

    Parameters
    ----------
    names : list of str

    Returns
    -------
    ndarray of float64, shape (n_areas, 2)
        In degrees.
    """
    placed = np.empty((len(names), 2))
    whose = np.array(names)
    for name in dict.fromkeys(names):
        places = np.flatnonzero(whose == name)
        placed[places] = _spread(name, len(places))
    return placed


def _area(ring: Ring) -> float:
    """Return twice the size of what a ring encloses, in square degrees."""
    x, y = ring.T
    return float(abs(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])))
