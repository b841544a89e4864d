"""Write, translate, run and check the notebooks: English is the original, Dutch follows it.

Usage::

    python tools/notebooks.py sync                 # English code, tags and order -> Dutch
    python tools/notebooks.py stamp 10_aio try cost  # these Dutch cells were (re)translated
    python tools/notebooks.py stamp 10_aio --all
    python tools/notebooks.py execute [10_aio ...] # run both languages, keep checked outputs only
    python tools/notebooks.py check [10_aio ...]   # what tests/notebooks checks, as a list

A Dutch text cell remembers the fingerprint of the English text that it translates.  When the
English text changes, the translation is *stale* until a person has read it again and stamps it.
Authors who would rather write a script than edit cells use `write`.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

SOURCE, TRANSLATION = LANGUAGES = ("en", "nl")
CHECKED = "nbval-check-output"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

Notebook = Any
"""An ``nbformat.NotebookNode``: nbformat ships no types."""


class Cell(NamedTuple):
    """One cell as an author writes it."""

    id: str
    type: str
    tags: tuple[str, ...]
    source: str


def default_root() -> Path:
    """Return the folder of the notebooks of this clone."""
    return Path(__file__).resolve().parents[1] / "notebooks"


def fingerprint(source: str) -> str:
    """Return what a translation remembers of its original."""
    return hashlib.sha256(source.encode()).hexdigest()[:12]


def tags(cell: Notebook) -> list[str]:
    """Return the tags of `cell`."""
    return list(cell.metadata.get("tags", []))


def read(path: Path) -> Notebook:
    """Read a notebook as it is on disk, and refuse one that breaks the format."""
    notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook, relax_add_props=True)
    return notebook


def title(notebook: Notebook) -> str:
    """Return the text of the first heading, or nothing."""
    first = notebook.cells[0].source if notebook.cells else ""
    heading = re.match(r"# (.+)", first)
    return heading[1].strip() if heading else ""


def save(notebook: Notebook, path: Path) -> None:
    """Write `notebook` in its normal form: equal contents give equal bytes."""
    notebook.metadata = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "pet": {"lang": path.parent.name, "title": title(notebook)},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    nbformat.validate(notebook, relax_add_props=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        nbformat.write(notebook, file)


def write(
    name: str, lang: str, cells: Iterable[tuple[Any, ...]], *, root: Path | None = None
) -> Path:
    """Write the notebook `name` in `lang` from `cells`, without outputs.

    Parameters
    ----------
    name : str
        Such as ``"10_aio"``.
    lang : str
        ``"en"`` or ``"nl"``.  Write both, then ``stamp NAME --all`` and ``execute NAME``.
    cells : iterable of tuple
        ``(id, type, tags, source)``, see `Cell`.
    root : Path, optional
        Folder that holds ``en`` and ``nl``.

    Returns
    -------
    Path
        The file written.
    """
    notebook = nbformat.v4.new_notebook()
    for cell in (Cell(*given) for given in cells):
        metadata: dict[str, Any] = {"tags": list(cell.tags)} if cell.tags else {}
        new = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
        source = cell.source.strip("\n")
        notebook.cells.append(new[cell.type](source, id=cell.id, metadata=metadata))
    path = (root or default_root()) / lang / f"{name}.ipynb"
    save(notebook, path)
    return path


def sync(name: str, *, root: Path) -> list[str]:
    """Rebuild the Dutch notebook `name` on the English skeleton; return its stale cells."""
    notebook = read(root / SOURCE / f"{name}.ipynb")
    target = root / TRANSLATION / f"{name}.ipynb"
    known = {cell.id: cell for cell in read(target).cells} if target.exists() else {}
    stale = []
    for cell in notebook.cells:
        original, old = cell.source, known.get(cell.id)
        if old is not None and old.cell_type != cell.cell_type:
            old = None
        if cell.cell_type == "code":
            if "language" in tags(cell):
                cell.source = original.replace(f'"{SOURCE}"', f'"{TRANSLATION}"')
            keep_outputs(cell, old)
        else:
            cell.source = old.source if old else original
            cell.metadata["translates"] = old.metadata.get("translates", "") if old else ""
            if cell.metadata["translates"] != fingerprint(original):
                stale.append(cell.id)
    save(notebook, target)
    return stale


def keep_outputs(cell: Notebook, old: Notebook | None) -> None:
    """Give `cell` the outputs of `old` when its code is the same, and none otherwise."""
    if old is not None and old.source == cell.source:
        cell.outputs, cell.execution_count = old.outputs, old.execution_count
    else:
        cell.outputs, cell.execution_count = [], None


def stamp(name: str, ids: Iterable[str], *, root: Path) -> list[str]:
    """Record that the Dutch cells `ids` of `name` translate the English text of today.

    Returns
    -------
    list of str
        The ids that could not be stamped: unknown, no text, or still the English text.
    """
    english = {cell.id: cell for cell in read(root / SOURCE / f"{name}.ipynb").cells}
    target = root / TRANSLATION / f"{name}.ipynb"
    notebook = read(target)
    dutch = {cell.id: cell for cell in notebook.cells if cell.cell_type == "markdown"}
    refused = []
    for id_ in ids:
        if id_ not in dutch or id_ not in english or untranslated(english[id_], dutch[id_]):
            refused.append(id_)
        else:
            dutch[id_].metadata["translates"] = fingerprint(english[id_].source)
    save(notebook, target)
    return refused


def untranslated(english: Notebook, dutch: Notebook) -> bool:
    """Tell whether the Dutch text is the English one, though there is prose to translate."""
    words = re.findall(r"[a-z]{2,}", re.sub(r"`[^`]*`|\$[^$]*\$|\([^)]*\)", "", english.source))
    return bool(dutch.source == english.source and len(words) > 4)


def strip(notebook: Notebook) -> None:
    """Drop everything a run leaves behind, except the outputs that nbval has to compare."""
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        if CHECKED not in tags(cell):
            cell.outputs, cell.execution_count = [], None
        for output in cell.outputs:
            output.get("data", {}).pop(WIDGET_VIEW, None)
            if output.output_type == "error":
                output.traceback = [f"{output.ename}: {output.evalue}"]


def execute(path: Path, *, timeout_s: int = 600) -> None:
    """Run one notebook in its own folder and store it in its normal form."""
    from nbclient import NotebookClient

    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=timeout_s,
        kernel_name=KERNEL["name"],
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    strip(notebook)
    save(notebook, path)


def names(root: Path) -> list[str]:
    """Return the names of all notebooks, in any language."""
    return sorted({path.stem for lang in LANGUAGES for path in (root / lang).glob("*.ipynb")})


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="tools/notebooks.py", description=__doc__.split("\n")[0])
    parser.add_argument("--root", type=Path, default=default_root(), help="folder with en and nl")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sync", help="copy English code, tags and order to Dutch")
    stamped = commands.add_parser("stamp", help="record that Dutch cells were (re)translated")
    stamped.add_argument("name")
    stamped.add_argument("ids", nargs="*", metavar="CELL_ID")
    stamped.add_argument("--all", action="store_true", help="all text cells of this notebook")
    for command, meaning in (("execute", "run in both languages"), ("check", "list complaints")):
        commands.add_parser(command, help=meaning).add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args(arguments)
    if given.command == "stamp" and given.all == bool(given.ids):
        parser.error("need cell ids or --all, got " + ("both" if given.all else "neither"))
    return given


def run_sync(root: Path) -> int:
    """Sync every notebook and say what a translator has to do."""
    for path in sorted((root / SOURCE).glob("*.ipynb")):
        stale = sync(path.stem, root=root)
        print(f"{path.stem}: " + (f"to translate: {', '.join(stale)}" if stale else "in step"))
    return 0


def run_stamp(given: argparse.Namespace) -> int:
    """Stamp cells; fail when one of them could not be stamped."""
    path = given.root / TRANSLATION / f"{given.name}.ipynb"
    ids = given.ids or [cell.id for cell in read(path).cells if cell.cell_type == "markdown"]
    refused = stamp(given.name, ids, root=given.root)
    print(f"{given.name}: {len(ids) - len(refused)} of {len(ids)} cells stamped")
    if refused:
        print(f"  no Dutch text to stamp: {', '.join(refused)}")
    return bool(refused)


def run_check(given: argparse.Namespace) -> int:
    """Print every complaint; fail when there is one."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools import notebook_rules

    complaints = notebook_rules.missing(given.root) if not given.names else []
    for name in given.names or names(given.root):
        complaints += notebook_rules.complaints(name, root=given.root)
    print("\n".join([*complaints, f"{len(complaints)} complaints"]))
    return bool(complaints)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks."""
    given = parse(arguments)
    if given.command == "sync":
        return run_sync(given.root)
    if given.command == "stamp":
        return run_stamp(given)
    if given.command == "check":
        return run_check(given)
    for name in given.names or names(given.root):
        for lang in LANGUAGES:
            execute(given.root / lang / f"{name}.ipynb")
            print(f"{lang}/{name}: executed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
