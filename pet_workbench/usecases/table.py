"""The average around the table: people learn their average age without telling their age.

Everybody holds one number, their own age, and everybody learns the average.  Three techniques do it
without anyone else; in a fourth the first two people add noise as well (differential privacy), so
that the average tells nearly nothing about one of them; in the last one trusted person hears every
number.  The story is told in the
TNO podcast series on fighting poverty with privacy technology, episode 3.

All of it is a simulation: one process holds every age.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from pet_workbench.core import (
    Channel,
    DataError,
    Keystream,
    ParameterError,
    ProtocolError,
    Release,
)
from pet_workbench.core.network import Program
from pet_workbench.core.noise import discrete_laplace
from pet_workbench.core.validation import check_range
from pet_workbench.dp.exactly import exact_epsilon
from pet_workbench.sharing import additive, masked_ring, shamir
from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.joint_noise import JointNoise, joint_noise

if TYPE_CHECKING:
    import pandas as pd

PEOPLE = ("Anna", "Bas", "Carla", "Dewi", "Emre", "Fatima", "Gijs", "Hanna")
TRUSTED = "Vera"
"""The trusted person of the fourth technique, who has no age at the table."""
MIN_PEOPLE = 3
MAX_AGE = 130
NOISY = "secret-sharing+differential-privacy"
RING_BITS = 16
NOISY_BITS = 32
"""Of the ring in which totals have noise, which may take them far."""
FIELD_MODULUS = 65_521
"""The largest prime below 2**16.  Ring and field are small on purpose: their numbers can be read
aloud, they hold every total of eight ages, and a larger one would hide no better."""
TELL, TELL_TOTAL = "age", "total"

SumProgram = Callable[[Channel, Sequence[int]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Average:
    """The average age, exactly or with noise.

    Attributes
    ----------
    total : int
        All ages together, years.
    people : tuple of str
        Whose ages they are; everybody at the table can see who sits there.
    noise : JointNoise or None
        What was added to the total, in its distribution; it can then be below 0.

    Examples
    --------
    >>> Average(137, ("Anna", "Bas", "Carla", "Dewi")).years
    Fraction(137, 4)
    """

    total: int
    people: tuple[str, ...]
    noise: JointNoise | None = None

    @property
    def years(self) -> Fraction:
        """The average in years."""
        return Fraction(self.total, len(self.people))


class TableCase(UseCase):
    """The average age of three to eight people around a table; see the module's text."""

    key = "table"
    sizes: ClassVar = (3, 8)
    parameters: ClassVar[Parameters] = {"threshold": 3, "epsilon": 1.0}

    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate one table per person, with one row.

        Parameters
        ----------
        n : int
            Number of people, 3 to 8.
        seed : int
            Of the generated ages, uniform from 20 to 69.

        Returns
        -------
        dict of str to DataFrame
            By name; column ``age``, int64, years.

        Raises
        ------
        ParameterError
            If `n` is out of range.

        Examples
        --------
        >>> list(CASE.load(n=3, seed=1))
        ['Anna', 'Bas', 'Carla']
        """
        check_range("n", n, MIN_PEOPLE, len(PEOPLE))
        ages = np.random.default_rng(seed).integers(20, 70, size=n)
        return tables_of(dict(zip(PEOPLE, ages.tolist(), strict=False)))

    def exact(self, tables: Tables, **_parameters: Any) -> Average:
        """Add up the pooled ages with Python's whole numbers."""
        return Average(sum(own_age(tables[p], p) for p in tables), tuple(tables))

    def answer(self, results: Mapping[str, Any]) -> Average:
        """Return the average everybody holds.

        Raises
        ------
        ProtocolError
            If people hold different totals, as they do when one of them got a changed message.
        """
        if len(set(results.values())) > 1:
            raise ProtocolError(
                "errors.table_disagree",
                "need everybody at the table to hold the same total, got {totals}: a message was "
                "changed on its way",
                totals=", ".join(f"{person}: {held.total}" for person, held in results.items()),
            )
        average: Average = next(iter(results.values()))
        return average

    def error(self, answer: Average, exact: Average) -> float:
        """Return the distance between the averages, years."""
        return abs(float(answer.years - exact.years))

    def released(self, technique: Technique, answer: Average) -> tuple[Release, ...]:
        """Say that everybody got the average, and so did the trusted person, if there is one."""
        trusted = (TRUSTED,) if technique.id == "trusted-third-party" else ()
        guarantee = "differential_privacy" if answer.noise else "exact"
        return tuple(
            Release("table_average", person, guarantee, 1) for person in (*answer.people, *trusted)
        )

    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return who sits at the table, and whom they might trust."""
        return {**dict.fromkeys(tables, "person"), TRUSTED: "trusted"}

    def check(self, parameters: Parameters) -> None:
        """Refuse a threshold below 2, when one share is the age itself, and a wrong epsilon."""
        check_range("threshold", parameters["threshold"], 2, len(PEOPLE))
        exact_epsilon(parameters["epsilon"])


def tables_of(ages: Mapping[str, int]) -> dict[str, "pd.DataFrame"]:
    """Return the tables of people with these `ages`, by name.

    Examples
    --------
    >>> tables_of({"Anna": 34, "Bas": 51, "Carla": 28})["Bas"].to_dict("list")
    {'age': [51]}
    """
    import pandas as pd

    return {person: pd.DataFrame({"age": [age]}) for person, age in ages.items()}


def own_age(table: "pd.DataFrame", person: str) -> int:
    """Read the age in a person's table.

    Raises
    ------
    DataError
        Unless the table has one row and a column ``age`` with a whole number from 0 to 130.

    Examples
    --------
    >>> own_age(tables_of({"Anna": 34})["Anna"], "Anna")
    34
    """
    ages: list[Any] = table["age"].tolist() if "age" in table.columns else ["no column age"]
    is_whole = len(ages) == 1 and type(ages[0]) in (int, float) and ages[0] == ages[0] // 1
    if not (is_whole and 0 <= ages[0] <= MAX_AGE):
        raise DataError(
            "errors.table_age",
            "need one whole number from 0 to {max_age} in column age of {person}, got {found}",
            max_age=MAX_AGE,
            person=person,
            found=", ".join(map(str, ages)) or "no row",
        )
    return int(ages[0])


def _masked_ring(tables: Tables, _parameters: Parameters) -> dict[str, Program]:
    """Whisper around the table; see `masked_ring`."""
    people = _people(tables)
    return _seat(tables, partial(masked_ring.sum_to_all, parties=people, bits=RING_BITS))


def _additive(tables: Tables, _parameters: Parameters) -> dict[str, Program]:
    """Cut every age in as many shares as there are people; see `additive`."""
    people = _people(tables)
    return _seat(tables, partial(additive.sum_to_all, parties=people, bits=RING_BITS))


def _with_noise(tables: Tables, parameters: Parameters) -> dict[str, Program]:
    """Deal shares as `_additive`; the first two people add noise to their age before they do.

    An age counts for at most `MAX_AGE` years, so that decides the noise.
    """
    people = _people(tables)
    noise = joint_noise(parameters["epsilon"], sensitivity=MAX_AGE)
    add_up = partial(additive.sum_to_all, parties=people, bits=NOISY_BITS)
    return {
        person: partial(
            _take_noisy_part,
            table=tables[person],
            people=people,
            add_up=add_up,
            noise=noise,
        )
        for person in people
    }


async def _take_noisy_part(
    channel: Channel,
    *,
    table: "pd.DataFrame",
    people: tuple[str, ...],
    add_up: SumProgram,
    noise: JointNoise,
) -> Average:
    """Play one person at the table, who adds noise if among the first two."""
    own = own_age(table, channel.party)
    if channel.party in people[:2]:
        stream = Keystream(channel.draw_key("noise key"))
        own += int(discrete_laplace(stream, 1, scale=noise.scale)[0])
    total = (await add_up(channel, [own % (1 << NOISY_BITS)])).astype(np.int32)
    return Average(int(total[0]), people, noise)


def _shamir(tables: Tables, parameters: Parameters) -> dict[str, Program]:
    """Deal every age with a threshold; see `shamir`."""
    people, threshold = _people(tables), parameters["threshold"]
    shamir.check_parameters(n_parties=len(people), threshold=threshold, modulus=FIELD_MODULUS)
    add_up = partial(shamir.sum_to_all, parties=people, threshold=threshold, modulus=FIELD_MODULUS)
    return _seat(tables, add_up)


def _trusted(tables: Tables, _parameters: Parameters) -> dict[str, Program]:
    """Tell one trusted person, who adds up and tells everybody the total."""
    people = _people(tables)

    return {**_seat(tables, _tell), TRUSTED: partial(_hear_all, people=people)}


async def _hear_all(channel: Channel, *, people: tuple[str, ...]) -> Average:
    """Hear every age, and tell everybody the total: the trusted person's part."""
    heard = [await channel.receive(p, TELL, dtype=np.uint16, shape=1) for p in people]
    total = np.concatenate(heard).sum(keepdims=True, dtype=np.uint16)
    for person in people:
        channel.send(person, TELL_TOTAL, total)
    return Average(int(total[0]), people)


async def _tell(channel: Channel, own: Sequence[int]) -> Any:
    """Tell the trusted person one's age, and hear the total."""
    channel.send(TRUSTED, TELL, np.array(own, np.uint16))
    return await channel.receive(TRUSTED, TELL_TOTAL, dtype=np.uint16, shape=1)


def _seat(tables: Tables, add_up: SumProgram) -> dict[str, Program]:
    """Give every person a program: read the own table, then add up with the others."""
    people = tuple(tables)
    return {
        person: partial(_take_part, table=tables[person], people=people, add_up=add_up)
        for person in people
    }


async def _take_part(
    channel: Channel, *, table: "pd.DataFrame", people: tuple[str, ...], add_up: SumProgram
) -> Average:
    """Play one person at the table."""
    total = await add_up(channel, [own_age(table, channel.party)])
    return Average(int(total[0]), people)


def _people(tables: Tables) -> tuple[str, ...]:
    """Return who sits at the table, in the order of the ring, or refuse that many."""
    if not MIN_PEOPLE <= len(tables) <= len(PEOPLE) or TRUSTED in tables:
        raise ParameterError(
            "errors.table_people",
            "need {low} to {high} people at the table and none called {trusted}, got {people}",
            low=MIN_PEOPLE,
            high=len(PEOPLE),
            trusted=TRUSTED,
            people=", ".join(tables),
        )
    return tuple(tables)


TableCase.techniques = {
    technique.id: technique
    for technique in (
        Technique("masked-ring", _masked_ring, ("ring_neighbours", "small_group")),
        Technique("secret-sharing:additive", _additive, ("small_group",)),
        Technique("secret-sharing:shamir", _shamir, ("threshold_coalition", "small_group")),
        Technique(NOISY, _with_noise, ("noise_drawers",)),
        Technique("trusted-third-party", _trusted, ("trusted_sees_all", "small_group")),
    )
}
EXACT = tuple(id for id in TableCase.techniques if id != NOISY)
"""Techniques of which the average has no noise."""
CASE = TableCase()
