"""Say per part of the installation whether it is there, and if not how to get it."""

import argparse
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from packaging.requirements import Requirement

    from pet_workbench.cli import Words

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
ADVISED_MEMORY = 2e9
AES_WITH_HARDWARE = 0.5e9
PACKAGE = Path(__file__).parent.parent
_EXTRA = re.compile(r"extra == ['\"]([\w-]+)['\"]")


@dataclass(frozen=True)
class Finding:
    """One line of the report.

    Attributes
    ----------
    state : {"ok", "advice", "missing"}
        Only "missing" makes the workbench unusable.
    key : str
        Key of the line's text in the catalogue.
    values : dict of str to object
        What fills the text's placeholders.
    """

    state: Literal["ok", "advice", "missing"]
    key: str
    values: dict[str, object] = field(default_factory=dict)


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``doctor``."""
    about = words("cli.doctor")
    parser = commands.add_parser("doctor", help=about, description=about, allow_abbrev=False)
    parser.set_defaults(run=_run, words=words)


def examine(words: "Words") -> Iterator[Finding]:
    """Yield the findings one by one, in the order in which a reader would solve them."""
    yield python_version(sys.version_info[:3])
    requirements = metadata.requires("pet-workbench") or ()
    yield from libraries(requirements, words)
    yield from extras(requirements, words)
    yield aes_speed()
    yield free_memory()
    yield page_template(PACKAGE / "jupyter" / "voila" / "templates" / "pet")
    root = serving_root()
    yield notebooks(root)
    yield writable(_nearest_existing(Path.home() / "pet-workbench") if _shipped(root) else root)
    yield encoding(sys.stdout.encoding)
    yield chromium()


def python_version(version: tuple[int, ...]) -> Finding:
    """Judge a Python version.

    Examples
    --------
    >>> python_version((3, 12, 1)).state, python_version((3, 10, 13)).state
    ('ok', 'missing')
    """
    good = (3, 11) <= version[:2] < (3, 14)
    return _finding("cli.doctor.python", good, found=".".join(map(str, version)))


def libraries(requirements: tuple[str, ...] | list[str], words: "Words") -> Iterator[Finding]:
    """Yield per required library which version is there and which is needed.

    Raises
    ------
    ModuleNotFoundError
        If `packaging` is missing, which Jupyter itself cannot do without either.
    """
    from packaging.requirements import Requirement

    for requirement in map(Requirement, requirements):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        found = _installed(requirement.name)
        yield _finding(
            "cli.doctor.library",
            _fits(found, requirement),
            name=requirement.name,
            found=found or words("cli.doctor.absent"),
            need=str(requirement.specifier) or words("cli.doctor.any"),
            python=sys.executable,
        )


def extras(requirements: tuple[str, ...] | list[str], words: "Words") -> Iterator[Finding]:
    """Yield per extra of this system whether its libraries are there, and what it is for.

    Without an extra the pages that use it say so in place of what it would show.

    Parameters
    ----------
    requirements : sequence of str
        As in the metadata of a package; those of an extra have ``extra == "..."`` in their marker.
    words : Words
    """
    from packaging.requirements import Requirement

    needed: dict[str, list[Requirement]] = {}
    for requirement in map(Requirement, requirements):
        named = _EXTRA.search(str(requirement.marker or ""))
        if named and requirement.marker and requirement.marker.evaluate({"extra": named[1]}):
            needed.setdefault(named[1], []).append(requirement)
    for extra, ones in needed.items():
        absent = [one for one in ones if not _fits(_installed(one.name), one)]
        yield _finding(
            "cli.doctor.extra",
            not absent,
            otherwise="advice",
            name=extra,
            use=words(f"cli.doctor.extra_for_{extra}"),
            python=sys.executable,
            install=" ".join(f'"{one.name}{one.specifier}"' for one in absent),
        )


def _installed(name: str) -> str:
    """Return the version of a library that is installed; empty if it is not."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _fits(found: str, requirement: "Requirement") -> bool:
    """Tell whether a version is there and within its bounds."""
    return bool(found) and requirement.specifier.contains(found, prereleases=True)


def aes_speed(*, n_bytes: int = 32_000_000) -> Finding:
    """Time AES-CTR, the source of all shares; without the processor's help it is much slower."""
    if find_spec("cryptography") is None:
        return Finding("missing", "cli.doctor.aes.missing")
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CTR

    stream = Cipher(AES(bytes(16)), CTR(bytes(16))).encryptor()
    block = bytes(n_bytes)
    stream.update(block)
    start = time.perf_counter()
    stream.update(block)
    speed = n_bytes / (time.perf_counter() - start)
    good = speed >= AES_WITH_HARDWARE
    return _finding("cli.doctor.aes", good, otherwise="advice", speed=f"{speed / 1e9:.1f}")


def free_memory() -> Finding:
    """Compare the memory that is free with what Binder gives, for which every page is made."""
    if find_spec("psutil") is None:
        return Finding("advice", "cli.doctor.memory.unknown")
    import psutil

    free = psutil.virtual_memory().available
    good = free >= ADVISED_MEMORY
    return _finding("cli.doctor.memory", good, otherwise="advice", free=f"{free / 1e9:.1f}")


def page_template(folder: Path) -> Finding:
    """Look for the page template that Voilà needs."""
    return _finding("cli.doctor.template", (folder / "index.html.j2").is_file(), path=folder)


def serving_root() -> Path:
    """Return the folder the notebooks come from: the clone, or what the wheel brought."""
    clone = PACKAGE.parent
    return clone if (clone / "notebooks").is_dir() else PACKAGE / "_shipped"


def notebooks(root: Path) -> Finding:
    """Count the notebooks and look for the start pages."""
    folder = root / "notebooks"
    count = sum(1 for _ in folder.glob("*/*.ipynb"))
    good = all((folder / lang / "00_start.ipynb").is_file() for lang in ("nl", "en"))
    return _finding("cli.doctor.notebooks", good, count=count, path=folder)


def writable(folder: Path) -> Finding:
    """Try to write in `folder`, because permission bits do not tell about full or locked disks."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            good = True
    except OSError:
        good = False
    return _finding("cli.doctor.writable", good, path=folder)


def encoding(name: str | None) -> Finding:
    """Judge whether the terminal can show Dutch and English texts.

    Examples
    --------
    >>> encoding("utf-8").state, encoding("ANSI_X3.4-1968").state
    ('ok', 'advice')
    """
    good = (name or "").lower().replace("-", "") == "utf8"
    return _finding("cli.doctor.locale", good, otherwise="advice", encoding=name)


def chromium() -> Finding:
    """Look for the browser that the browser tests drive."""
    path = find_chromium()
    return _finding("cli.doctor.chromium", path is not None, otherwise="advice", path=path)


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or None."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def _run(arguments: argparse.Namespace) -> int:
    words = arguments.words
    print(f"{platform.platform()}, {os.cpu_count()} CPU")
    usable = True
    for finding in examine(words):
        mark = words(f"cli.doctor.{finding.state}")
        print(f"{mark:10}{words(finding.key, **finding.values)}", flush=True)
        usable = usable and finding.state != "missing"
    print(words("cli.doctor.usable" if usable else "cli.doctor.unusable"))
    return 0 if usable else 1


def _finding(
    key: str,
    good: bool,
    *,
    otherwise: Literal["advice", "missing"] = "missing",
    **values: object,
) -> Finding:
    """Return the finding for `key`; the text of a bad one has its state behind the key."""
    return Finding("ok", key, values) if good else Finding(otherwise, f"{key}.{otherwise}", values)


def _shipped(root: Path) -> bool:
    return root.name == "_shipped"


def _nearest_existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
