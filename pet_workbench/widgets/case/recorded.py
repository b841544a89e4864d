"""What the makers of the workbench measured, as it comes with the workbench."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pet_workbench.datasets import data_path


def record(name: str, *, folder: Path | None = None) -> Mapping[str, Any] | None:
    """Return a record of measurements, or nothing if it is not there.

    Parameters
    ----------
    name : str
        Of the file, without ``.json``.
    folder : Path, optional
        Where it stands; with the data of the workbench by default.
    """
    path = (folder or data_path() / "benchmarks") / f"{name}.json"
    if not path.exists():
        return None
    measured: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return measured
