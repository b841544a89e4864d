"""Rooms import downwards only, and importing one loads no toolkit it has no business with."""

import re
import subprocess
import sys
import tomllib

import pytest

from tests.architecture.source import MODULES, PACKAGE, ROOT, room

LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")
ROOMS = sorted({room(path) for path in MODULES} - {""})
TOOLKITS = {
    "IPython", "anywidget", "diffprivlib", "dp_accounting", "ipykernel", "ipywidgets",
    "jupyterlab", "matplotlib", "nbformat", "notebook", "pipeline_dp", "plotly",
    "pyspark", "scipy", "sklearn", "tenseal", "voila",
}  # fmt: skip
TABLES = {"pandas"}
ALLOWED = {
    "usecases": TABLES,
    "datasets": TABLES,
    "bench": TABLES,
    "attacks": TABLES,
    "viz": TABLES | {"plotly", "IPython", "anywidget", "ipywidgets", "scipy"},
    "reports": TABLES | {"plotly", "IPython", "anywidget", "ipywidgets", "scipy"},
    "widgets": TABLES | {"plotly", "IPython", "anywidget", "ipywidgets", "scipy", "ipykernel"},
}
"""What a room may load; plotly itself looks for widgets where they are installed."""


def test_import_linter_keeps_every_contract():
    """The contracts of pyproject.toml hold: rooms import downwards, toolkits stay in their room."""
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["", *ROOMS])
def test_importing_a_room_is_light(name):
    """A fresh interpreter that imports the room has loaded no toolkit of another room."""
    module = f"pet_workbench.{name}".rstrip(".")
    watched = (TOOLKITS | TABLES) - ALLOWED.get(name, set())
    code = f"import sys, {module}; print(*sorted({watched!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_importing_the_package_takes_less_than_half_a_second_of_processor_time():
    """Opening a notebook does not wait for the package; the best of three runs counts."""
    code = (
        "import time; t = time.process_time(); import pet_workbench; print(time.process_time()-t)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    assert min(float(run.stdout) for run in runs) < 0.5


def test_every_room_is_a_known_one():
    """A new room gets a place in the layers before it gets a folder."""
    known = set(re.findall(r"\w+", " ".join(LAYERS)))
    folders = {path.parent.name for path in PACKAGE.glob("*/*.py")} - {"_shipped"}
    assert folders <= known
