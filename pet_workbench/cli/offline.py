"""Make a folder that a trainer carries to a place without a network.

The folder holds every library as a wheel at the locked version, for the platform and the Python
of the machine that made it, our own wheel, the notebooks with the trainer's kit, the example data,
and one start script per operating system.  Installing from it asks no package index.
"""

import argparse
import platform
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pet_workbench.cli import Words

CARRIED = ("notebooks", "data", "LICENSE", "README.md", "README.nl.md")
TEMPLATES = Path(__file__).parent / "carry"
MARKER = ".pet-workbench-offline"


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``offline``."""
    about = words("cli.offline")
    parser = commands.add_parser("offline", help=about, description=about, allow_abbrev=False)
    parser.add_argument("folder", type=Path, help=words("cli.offline.folder"))
    parser.set_defaults(run=_run, words=words)


def prepare_folder(folder: Path) -> None:
    """Make `folder` empty, but only if it is ours to empty.

    Raises
    ------
    ParameterError
        If `folder` holds anything that an earlier run did not put there.
    DataError
        If `folder` cannot be written.
    """
    from pet_workbench.core import DataError, ParameterError

    if folder.exists() and not (folder / MARKER).is_file():
        if not folder.is_dir() or any(folder.iterdir()):
            raise ParameterError(
                "cli.error.offline_folder", "need an empty folder, got {folder}", folder=folder
            )
    elif folder.exists():
        shutil.rmtree(folder)
    try:
        (folder / "wheels").mkdir(parents=True)
        (folder / MARKER).touch()
    except OSError as error:
        raise DataError(
            "cli.error.folder",
            "need a folder that can be written, got {folder}: {reason}",
            folder=folder,
            reason=error.strerror,
        ) from error


def wheel_steps(clone: Path, wheels: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the two pip commands: build our wheel, then collect what it needs as locked.

    Examples
    --------
    >>> build, collect = wheel_steps(Path("clone"), Path("wheels"))
    >>> build[3:5], "--only-binary=:all:" in collect
    (('wheel', '--no-deps'), True)
    """
    pip = (sys.executable, "-m", "pip")
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
    build = (*pip, "wheel", "--no-deps", *quiet, f"--wheel-dir={wheels}", str(clone))
    collect = (
        *(*pip, "download", "--only-binary=:all:", *quiet),
        f"--constraint={clone / 'requirements.lock'}",
        f"--dest={wheels}",
        f"--find-links={wheels}",
        "pet-workbench",
    )
    return build, collect


def carry(clone: Path, folder: Path) -> None:
    """Copy what a reader can open without installing anything."""
    skip = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    for name in CARRIED:
        source = clone / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=skip)
        elif source.is_file():
            shutil.copyfile(source, folder / name)


def write_scripts(folder: Path, values: Mapping[str, str]) -> None:
    """Write the start scripts and the two read-me files, with `values` for ``@NAME@``."""
    for template in sorted(TEMPLATES.iterdir()):
        content = template.read_text(encoding="utf-8")
        for name, value in values.items():
            content = content.replace(f"@{name}@", value)
        windows = template.suffix in {".bat", ".txt"}
        target = folder / template.name
        target.write_text(content, encoding="utf-8", newline="\r\n" if windows else "\n")
        if template.suffix == ".sh":
            target.chmod(0o755)


def describe(wheels: Iterable[Path]) -> dict[str, str]:
    """Return what the scripts must know: for which Python and platform, and which set this is."""
    contents = sha256()
    for wheel in sorted(wheels):
        contents.update(wheel.read_bytes())
    return {
        "PYTHON": f"{sys.version_info.major}.{sys.version_info.minor}",
        "PLATFORM": f"{platform.system()} {platform.machine()}",
        "BUILD": contents.hexdigest()[:12],
    }


def _run(arguments: argparse.Namespace) -> int:
    from pet_workbench.cli.workspace import clone_root
    from pet_workbench.core import DataError
    from pet_workbench.i18n import size

    words, folder = arguments.words, arguments.folder.expanduser().resolve()
    clone = clone_root()
    if clone is None:
        raise DataError("cli.error.offline_clone", "need a clone of the repository")
    prepare_folder(folder)
    build, collect = wheel_steps(clone, folder / "wheels")
    print(words("cli.offline.building"), flush=True)
    _step(build)
    print(words("cli.offline.collecting"), flush=True)
    _step(collect)
    carry(clone, folder)
    wheels = list((folder / "wheels").glob("*.whl"))
    values = describe(wheels)
    write_scripts(folder, values)
    n_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    done = {
        "folder": folder,
        "count": len(wheels),
        "size": size(n_bytes, arguments.lang),
        "python": values["PYTHON"],
        "platform": values["PLATFORM"],
    }
    print(words("cli.offline.done", **done))
    return 0


def _step(command: tuple[str, ...]) -> None:
    """Run `command`; its last line is the error, because pip explains itself there."""
    from pet_workbench.core import DataError

    ran = subprocess.run(  # noqa: S603  # our own arguments
        command, capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if ran.returncode:
        lines = [line for line in ran.stderr.splitlines() if line.strip()]
        raise DataError(
            "cli.error.offline_step",
            "{step} failed: {line}",
            step=" ".join(command[2:4]),
            line=lines[-1] if lines else f"exit {ran.returncode}",
        )
