"""What is compared with what: the engines, their environments and the jobs of ``peers.toml``.

The scripts of the engines stand in the repository, in ``tools/peers``, and not in the package: they
run in other interpreters without this package, and some engines' licences do not allow that they
come along.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pet_workbench.bench.peers.record import Clock
from pet_workbench.core import DataError

HERE = "here"
"""Name of the environment that runs this workbench."""
SCHEMA = 1


@dataclass(frozen=True)
class Environment:
    """Where an engine is installed, apart from everything else.

    Attributes
    ----------
    name : str
    python : tuple of str
        Versions of Python that will do, the best first.
    packages : tuple of str
        With their versions.
    """

    name: str
    python: tuple[str, ...]
    packages: tuple[str, ...]


@dataclass(frozen=True)
class Engine:
    """Something that does what this workbench does.

    Attributes
    ----------
    id, name, version, licence : str
        The version is empty for one that is installed with the workbench, see `distribution`.
    families : tuple of str
    environment : str
        `HERE`, or the name of one in the file; empty for one that is not measured.
    distribution : str
        Of which the version is that of the engine; empty where `version` says it.
    modules, programs : tuple of str
        That have to be there besides, in the environment of the workbench and on the machine.
    is_reference : bool
        It needs what few readers have.
    never : str
        Id of the reason why it is not measured at all; empty for the others.
    """

    id: str
    name: str
    version: str
    licence: str
    families: tuple[str, ...]
    environment: str
    distribution: str
    modules: tuple[str, ...]
    programs: tuple[str, ...]
    is_reference: bool
    never: str


@dataclass(frozen=True)
class Entrant:
    """One way of using an engine.

    Attributes
    ----------
    engine : Engine
    variant : str
        Id of the way; empty where there is one.
    script : str
        File in the folder ``contenders``.
    options : tuple of str
        Behind the job and the number of items.
    """

    engine: Engine
    variant: str
    script: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Contest:
    """One job at one size, and who takes turns at it.

    Attributes
    ----------
    family, job : str
    n : int
        Items.
    clock : {"seconds", "cpu_seconds"}
    repeats : int
        Turns of each.
    timeout_seconds : float
        Of one turn.
    entrants : tuple of Entrant
    """

    family: str
    job: str
    n: int
    clock: Clock
    repeats: int
    timeout_seconds: float
    entrants: tuple[Entrant, ...]


@dataclass(frozen=True)
class Book:
    """All of ``peers.toml``.

    Attributes
    ----------
    folder : Path
        In which it stands.
    environments : mapping of str to Environment
    engines : mapping of str to Engine
    contests : tuple of Contest
    """

    folder: Path
    environments: Mapping[str, Environment]
    engines: Mapping[str, Engine]
    contests: tuple[Contest, ...]

    @property
    def scripts(self) -> Path:
        """The folder of the engines' scripts."""
        return self.folder / "contenders"


def scripts() -> Path:
    """Return the folder ``tools/peers`` of the repository.

    Raises
    ------
    DataError
        If the workbench was installed without its repository.
    """
    folder = Path(__file__).parents[3] / "tools" / "peers"
    if not (folder / "peers.toml").exists():
        raise DataError(
            "errors.bench_peers_no_repository",
            "need the repository with its folder tools/peers to measure other engines, got an "
            "installed package; clone the repository and run the command there",
        )
    return folder


@cache
def read_book(folder: Path) -> Book:
    """Read ``peers.toml``.

    Parameters
    ----------
    folder : Path
        In which it stands.

    Raises
    ------
    DataError
        If something in it is missing or refers to something that is not there.
    """
    path = folder / "peers.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        return _book(folder, written)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            "errors.bench_peers_book",
            "need engines, environments and jobs that fit together in {path}, got: {problem}",
            path=path.name,
            problem=str(error),
        ) from error


def _book(folder: Path, written: Mapping[str, Any]) -> Book:
    if written["schema"] != SCHEMA:
        raise ValueError(f"schema {written['schema']}, not {SCHEMA}")
    environments = {
        name: Environment(name, tuple(one["python"]), tuple(one["packages"]))
        for name, one in written["environments"].items()
    }
    engines = {id: _engine(id, one) for id, one in written["engines"].items()}
    for engine in engines.values():
        if not engine.never and engine.environment not in {HERE, *environments}:
            raise ValueError(f"environment {engine.environment} of {engine.id}")
    contests = [
        contest
        for family, one in written["families"].items()
        for contest in _contests(family, one, engines)
    ]
    return Book(folder, environments, engines, tuple(contests))


def _engine(id: str, written: Mapping[str, Any]) -> Engine:
    return Engine(
        id=id,
        name=written["name"],
        version=written.get("version", ""),
        licence=written["licence"],
        families=tuple(written["families"]),
        environment=written.get("environment", ""),
        distribution=written.get("distribution", ""),
        modules=tuple(written.get("modules", ())),
        programs=tuple(written.get("programs", ())),
        is_reference=written.get("reference", False),
        never=written.get("never", ""),
    )


def _contests(
    family: str, written: Mapping[str, Any], engines: Mapping[str, Engine]
) -> list[Contest]:
    entrants = {
        name: Entrant(
            engines[one["engine"]],
            one.get("variant", ""),
            one["script"],
            tuple(one.get("options", ())),
        )
        for name, one in written["entrants"].items()
    }
    return [
        Contest(
            family=family,
            job=one["job"],
            n=one["n"],
            clock=written["clock"],
            repeats=written["repeats"],
            timeout_seconds=float(written["timeout_seconds"]),
            entrants=tuple(entrants[name] for name in one["entrants"]),
        )
        for one in written["contests"]
    ]
