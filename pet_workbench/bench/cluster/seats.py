"""Who may measure: one seat on each machine, so that measurements do not disturb each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pet_workbench.bench.cell import Cell
from pet_workbench.bench.cluster import remote
from pet_workbench.bench.cluster.errors import ClusterError
from pet_workbench.bench.machine import IDENTITY


@dataclass(frozen=True, eq=False)
class Seat:
    """A worker that measures, one group at a time.

    Attributes
    ----------
    address : str
        Of the worker, for Dask.
    place : str
        Of its machine; no two seats share one.
    machine, versions : mapping of str to str
        As in a record.
    commit : str
    """

    address: str
    place: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    commit: str

    @property
    def identity(self) -> tuple[str, ...]:
        """What kind of machine it is on."""
        return tuple(self.machine[name] for name in IDENTITY)


class Seats:
    """The seats there are; workers may come and go.

    Parameters
    ----------
    client : Client
        Of Dask.
    cells : sequence of Cell
        What is to be measured: workers must have these techniques as they are here.
    """

    def __init__(self, client: Any, cells: Sequence[Cell]) -> None:
        self._client = client
        self._techniques = sorted({(cell.case, cell.technique) for cell in cells})
        self._ours = remote.about(self._techniques)
        self._known: dict[str, dict[str, Any] | None] = {}
        self.seats: list[Seat] = []

    def look(self, *, is_start: bool = False) -> list[Seat]:
        """Look who is there now, and return the seats that are gone.

        Parameters
        ----------
        is_start : bool, default: False
            Whether a worker that cannot take part is an error; later it just gets no seat.

        Raises
        ------
        ClusterError
            If a worker cannot take part, at the start.
        """
        there = self._client.nthreads()
        gone = [seat for seat in self.seats if seat.address not in there]
        self.seats = [seat for seat in self.seats if seat.address in there]
        new = [address for address in there if address not in self._known]
        for address, reply in sorted(self._asked(new).items()):
            problem = self._problem(address, reply, is_start=is_start)
            if problem is not None and is_start:
                raise problem
            self._known[address] = reply if problem is None else None
        for address in sorted(self._known.keys() & there.keys()):
            self._sit(address)
        return gone

    def _asked(self, addresses: list[str]) -> dict[str, Any]:
        """Ask workers what they are; those that go meanwhile say nothing."""
        if not addresses:
            return {}
        replies = self._client.run(
            remote.about, self._techniques, workers=addresses, on_error="return"
        )
        return {name: reply for name, reply in replies.items() if not isinstance(reply, OSError)}

    def _sit(self, address: str) -> None:
        """Give a worker a seat, if there is none yet on its machine."""
        known = self._known[address]
        if known is not None and known["place"] not in {seat.place for seat in self.seats}:
            names = ("place", "machine", "versions", "commit")
            self.seats.append(Seat(address, **{name: known[name] for name in names}))

    def _problem(self, address: str, reply: Any, *, is_start: bool) -> ClusterError | None:
        """Return why a worker cannot take part: another workbench, or two things at a time.

        Later the commit may differ as long as the techniques do not: whoever mends a text must not
        lose a worker that starts again.
        """
        ours, theirs = (_version(one, with_commit=is_start) for one in (self._ours, reply))
        if ours != theirs or self._ours["stamps"] != reply["stamps"]:
            return ClusterError(
                "errors.bench_cluster_versions",
                "need pet-workbench as it is here ({ours}) on every worker, got {theirs} on "
                "{address}: install the same version there and start the worker again",
                ours=ours,
                theirs=theirs,
                address=address,
            )
        if reply["threads"] != 1:
            return ClusterError(
                "errors.bench_cluster_threads",
                "need workers that do one thing at a time, got {threads} threads on {address}: "
                "start it with `dask worker --nworkers 1 --nthreads 1`",
                threads=reply["threads"],
                address=address,
            )
        return None


def _version(about: Any, *, with_commit: bool) -> str:
    """Name the version of the workbench, or what stands in its place."""
    if isinstance(about, BaseException):
        return f"{type(about).__name__}: {about}"
    version = str(about["versions"]["pet-workbench"])
    return f"{version}, commit {about['commit']}" if with_commit else version
