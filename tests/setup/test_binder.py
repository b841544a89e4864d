"""Binder: repo2docker's Dockerfile is rendered (no docker needed) and our files are read."""

import os
import re
import subprocess
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from pet_workbench.cli.serve import jupyter_environment
from tools import lock

ROOT = Path(__file__).parents[2]
BINDER = ROOT / "binder"
NOT_ON_BINDER = {"beyond", "cluster", "mpyc"}
"""Spark takes Java, a cluster takes machines, and MPyC is for tests."""


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """Return the Dockerfile that repo2docker makes of this repository."""
    from repo2docker.app import Repo2Docker

    here = Path.cwd()
    os.chdir(ROOT)
    try:
        app = Repo2Docker()
        for kind in app.buildpacks:
            pack = kind(app.base_image)
            pack.platform = "linux/amd64"
            if pack.detect():
                assert kind.__name__ == "PythonBuildPack"
                assert pack.python_version == "3.11"
                return str(pack.render())
    finally:
        os.chdir(here)
    raise RuntimeError("need a build pack for this repository, got none")


def test_image_installs_the_package_and_runs_our_steps(dockerfile):
    """The image installs binder/requirements.txt with pip and uses our two scripts."""
    assert re.search(r"pip install --no-cache-dir -r \"?binder/requirements.txt", dockerfile)
    assert "./binder/postBuild" in dockerfile
    assert "binder/start" in dockerfile


def test_binder_brings_every_extra_that_a_page_shows():
    """Who opens a page on Binder cannot install anything, so what pages use is in the image."""
    asked = (BINDER / "requirements.txt").read_text().split()
    assert asked[0] == "-e"
    wanted = Requirement(asked[1].replace(".", "pet-workbench", 1)).extras
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert wanted == set(project["optional-dependencies"]) - NOT_ON_BINDER


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_scripts_are_executable_and_valid(name):
    """repo2docker runs them as programs; bash can read them."""
    assert os.access(BINDER / name, os.X_OK)
    subprocess.run(["bash", "-n", str(BINDER / name)], check=True)


def test_python_is_one_we_support():
    """Binder's Python lies within the range of pyproject.toml."""
    version = (BINDER / "runtime.txt").read_text().strip().removeprefix("python-")
    assert SpecifierSet(lock.python_range()).contains(version)


def test_binder_and_the_command_line_serve_alike():
    """binder/start sets the same environment as `pet-workbench app`."""
    names = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "PYTHONPATH")
    given = {"PATH": os.environ["PATH"], "JUPYTER_PATH": "theirs"}
    ran = subprocess.run(
        [str(BINDER / "start"), "env"],
        env={**given, "REPO_DIR": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    found = dict(line.partition("=")[::2] for line in ran.stdout.splitlines())
    wanted = jupyter_environment(given)
    assert {name: found[name] for name in names} == {name: wanted[name] for name in names}


def test_base_image_is_not_reinstalled():
    """What Binder's base image brings already meets our bounds."""
    folder = resources.files("repo2docker") / "buildpacks" / "conda"
    text = (folder / "environment.py-3.11-linux-64.lock").read_text()
    base = dict(re.findall(r"/([a-z_-]+)-(\d[\w.]*)-[^/]+\.conda", text))
    ours = [Requirement(line) for line in lock.bounds()]
    shared = [one for one in ours if one.name in base]
    assert {"jupyterlab", "ipywidgets"} <= {one.name for one in shared}
    for requirement in shared:
        assert requirement.specifier.contains(base[requirement.name]), requirement
