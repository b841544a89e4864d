"""The folder that is served: the clone itself, or a copy of the notebooks that came with a wheel.

Both have the same shape, ``notebooks/{nl,en,trainer}`` and ``data/``, which is also Binder's, so
that one address of a page holds everywhere.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pet_workbench
from pet_workbench.core import DataError

PACKAGE = Path(pet_workbench.__file__).parent
SHIPPED = PACKAGE / "_shipped"
START_PAGE = "00_start"
_RECORD = ".pet-workbench.json"


@dataclass(frozen=True)
class Workspace:
    """A folder with ``notebooks/`` and ``data/``, and the files in it that are the user's own.

    Attributes
    ----------
    root : Path
    kept : tuple of str
        Files the user had changed, which were therefore left alone.
    """

    root: Path
    kept: tuple[str, ...] = ()

    def page(self, lang: str, name: str = START_PAGE) -> str:
        """Return the path of a notebook below `root`, as it stands in an address.

        Raises
        ------
        DataError
            If there is no such notebook.
        """
        path = f"notebooks/{lang}/{name}.ipynb"
        if not (self.root / path).is_file():
            raise DataError(
                "cli.error.page", "need a notebook {path} in {root}", path=path, root=self.root
            )
        return path


def clone_root(package: Path = PACKAGE) -> Path | None:
    """Return the clone this package runs from, or None when it was installed from a wheel."""
    root = package.parent
    return root if (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir() else None


def open_workspace(folder: Path | None = None, *, shipped: Path = SHIPPED) -> Workspace:
    """Return the clone, or a folder of the user's with the notebooks copied into it.

    Parameters
    ----------
    folder : Path, optional
        Where to put the notebooks; without it the clone is used, or else ``~/pet-workbench``.
    shipped : Path
        Where the notebooks and data of an installed package are.

    Raises
    ------
    DataError
        If the package came without notebooks, or `folder` cannot be written.
    """
    clone = clone_root()
    if clone is not None and folder is None:
        return Workspace(clone)
    target = (folder or Path.home() / "pet-workbench").expanduser().resolve()
    try:
        return Workspace(target, copy_shipped(clone or shipped, target))
    except OSError as error:
        raise DataError(
            "cli.error.folder",
            "need a folder that can be written, got {folder}: {reason}",
            folder=target,
            reason=error.strerror,
        ) from error


def copy_shipped(source: Path, target: Path) -> tuple[str, ...]:
    """Copy ``notebooks/`` and ``data/`` from `source` to `target`; leave the user's changes alone.

    A file is replaced by a newer version only if it still is what an earlier copy wrote there.

    Returns
    -------
    tuple of str
        The changed files that were left alone.
    """
    files = [
        path
        for part in ("notebooks", "data")
        for path in sorted((source / part).rglob("*"))
        if path.is_file() and not any(name.startswith(".") for name in path.parts[-2:])
    ]
    if not files:
        raise DataError("cli.error.no_notebooks", "need notebooks in {source}", source=source)
    record = _read_record(target / _RECORD)
    kept = []
    for path in files:
        name = path.relative_to(source).as_posix()
        there = target / name
        if there.exists() and _digest(there) not in (_digest(path), record.get(name)):
            kept.append(name)
            continue
        record[name] = _digest(path)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
    (target / _RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
    return tuple(kept)


def _read_record(path: Path) -> dict[str, str]:
    """Return what earlier copies wrote, or nothing when that is unknown: then every file counts."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(digest) for name, digest in found.items()}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
