"""A case for tests of the runner: techniques that are quick, slow, hungry or broken, and worse.

`written_down` makes it a case like any other, also for new processes; each run writes a line to the
file that the environment variable `LOG` names: technique, size, process, parent process.
"""

import os
import signal
import time
from functools import partial
from typing import ClassVar

import numpy as np
import pandas as pd

from pet_workbench.core import Channel, ParameterError, Release
from pet_workbench.usecases import Technique, UseCase

LOG = "PET_TEST_LOG"
KEY = "invented"
SMALLEST = 2
TOO_MANY = 1_000
MEGABYTES = 300


async def _sender(channel: Channel, table: pd.DataFrame, kind: str) -> None:
    """Do what the technique is for, and send the total."""
    path = os.environ.get(LOG)
    if path:
        with open(path, "a", encoding="ascii") as log:
            log.write(f"{kind} {len(table)} {os.getpid()} {os.getppid()}\n")
    if len(table) > SMALLEST:
        _labour(kind)
    channel.send("Bas", "total", table["value"].to_numpy(np.uint32).sum(keepdims=True))


def _labour(kind: str) -> None:
    """Be slow, hungry, broken or dead."""
    if kind == "steady":
        time.sleep(0.05)
    elif kind == "slow":
        time.sleep(600)
    elif kind == "hungry":
        held = np.ones(MEGABYTES * 10**6, np.uint8)
        time.sleep(600)
        held[0] = 0
    elif kind == "broken":
        raise ZeroDivisionError("nothing to divide by")
    elif kind == "dying":
        os.kill(os.getpid(), signal.SIGKILL)


async def _receiver(channel: Channel, kind: str) -> int:
    total = await channel.receive("Anna", "total", dtype=np.uint64, shape=1)
    return -1 if kind == "endless" else int(total[0])


def _programs(tables, parameters, *, kind):
    sender = partial(_sender, table=tables["Anna"], kind=kind)
    return {"Anna": sender, "Bas": partial(_receiver, kind=kind)}


class InventedCase(UseCase):
    """Anna has numbers, Bas gets their total."""

    key = KEY
    sizes = (SMALLEST, 4, 6)
    parameters: ClassVar = {"unused": None}
    techniques: ClassVar = {
        kind: Technique(kind, partial(_programs, kind=kind), leaks=("everything",))
        for kind in ("quick", "steady", "slow", "hungry", "broken", "dying", "endless")
    }

    def load(self, *, n, seed):
        """Return n numbers."""
        if n > TOO_MANY:
            raise ParameterError("errors.out_of_range", "need fewer, got {n}", n=n)
        return {"Anna": pd.DataFrame({"value": np.arange(n) + seed})}

    def exact(self, tables, **parameters):
        """Return their total."""
        return int(tables["Anna"]["value"].sum())

    def answer(self, results):
        """Return what Bas got."""
        return results["Bas"]

    def error(self, answer, exact):
        """Return the difference; it is without end where Bas got less than nothing."""
        return float("inf") if answer < 0 else float(abs(answer - exact))

    def released(self, technique, answer):
        """Return that Bas got the total."""
        return (Release("total", "Bas", "exact", 1),)

    def roles(self, tables, parameters):
        """Return who is who."""
        return {"Anna": "owner", "Bas": "reader"}


CASE = InventedCase()


def written_down(folder):
    """Write in `folder` what an installed package says of itself, with this case in it."""
    about = folder / "invented-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: invented\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[pet_workbench.usecases]\n{KEY} = {__name__}:CASE\n")
    return folder
