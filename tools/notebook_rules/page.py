"""What one notebook must be: short code without prose, checked outputs, signposts, no traces."""

import ast
import importlib
import importlib.util
import io
import re
import tokenize
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import nbformat

from pet_workbench.i18n.glossary import glossary
from tools.notebook_rules import markdown
from tools.notebooks import CHECKED, KERNEL, WIDGET_VIEW, Notebook, read, tags, title

MAX_CELLS = 30
MAX_CODE_LINES = 15
MAX_BYTES = 200_000
IMPORTABLE = ("pet_workbench", "numpy", "pandas")
"""What a notebook may import: our public names, and the two libraries every reader meets."""

SIGNPOSTS = ("00_start", "99_glossary")
MINUTES = {"en": r"\b(\d+)\s+minutes?\b", "nl": r"\b(\d+)\s+(?:minuten|minuut)\b"}
ABSOLUTE_PATH = re.compile(r"(?<![\w.:/<~])/(?:[\w.+-]+/)+[\w.+-]+|\b[A-Z]:\\\\?\w")
TRACEBACK = re.compile(r"Traceback \(most recent|\.py:\d+|File \\?\"[^\"]+\", line")


class Page(NamedTuple):
    """One notebook in one language."""

    path: Path
    notebook: Notebook

    @classmethod
    def load(cls, path: Path) -> "Page":
        """Read the page from disk."""
        return cls(path, read(path))

    @property
    def lang(self) -> str:
        """The language, which is the name of the folder."""
        return self.path.parent.name

    @property
    def label(self) -> str:
        """Language and name."""
        return f"{self.lang}/{self.path.stem}"

    @property
    def code(self) -> list[Any]:
        """The code cells."""
        return [cell for cell in self.notebook.cells if cell.cell_type == "code"]

    @property
    def markdown(self) -> list[Any]:
        """The text cells."""
        return [cell for cell in self.notebook.cells if cell.cell_type == "markdown"]

    @property
    def text(self) -> str:
        """All text cells as one text."""
        return "\n\n".join(cell.source for cell in self.markdown)


def minutes(page: Page) -> list[str]:
    """Return the numbers of minutes that the page states, in order."""
    return re.findall(MINUTES[page.lang], page.text)


def cells_have_names(page: Page) -> Iterator[str]:
    """Check that cell ids are names a person chose, because translations hang on them."""
    seen: set[str] = set()
    for cell in page.notebook.cells:
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell.id):
            yield f"{cell.id}: need a cell id such as what-it-costs"
        if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f-]+)?", cell.id):
            yield f"{cell.id}: an id that Jupyter made up says nothing"
        if cell.id in seen:
            yield f"{cell.id}: used twice"
        seen.add(cell.id)
        if cell.cell_type not in {"code", "markdown"}:
            yield f"{cell.id}: need code or markdown, got {cell.cell_type}"


def opens_with_a_title(page: Page) -> Iterator[str]:
    """Check that the first cell is the only title, and that headings skip no level."""
    if not title(page.notebook):
        yield "the first cell must start with '# ' and the title"
    levels = markdown.headings(page.text)
    if levels.count(1) != 1:
        yield f"need 1 title, got {levels.count(1)}"
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"a heading of level {below} stands under one of level {above}"


def has_one_language_cell(page: Page) -> Iterator[str]:
    """Check that one cell, tagged `language`, says which language this is."""
    sources = [cell.source for cell in page.code if "language" in tags(cell)]
    if sources != [f'LANG = "{page.lang}"']:
        yield f'need one cell tagged language with LANG = "{page.lang}", got {sources}'


def is_short(page: Page) -> Iterator[str]:
    """Check that the notebook is read in one sitting and opens at once."""
    if len(page.notebook.cells) > MAX_CELLS:
        yield f"need at most {MAX_CELLS} cells, got {len(page.notebook.cells)}"
    if (size := page.path.stat().st_size) > MAX_BYTES:
        yield f"need at most {MAX_BYTES} bytes, got {size}"
    for cell in page.code:
        if (lines := len(cell.source.splitlines())) > MAX_CODE_LINES:
            yield f"{cell.id}: need at most {MAX_CODE_LINES} lines of code, got {lines}"


def code_holds_no_prose(page: Page) -> Iterator[str]:
    """Check that code is plain Python without sentences, so that it needs no translation."""
    for cell in page.code:
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            yield f"{cell.id}: not plain Python (a magic, an install?)"
            continue
        tokens = tokenize.generate_tokens(io.StringIO(cell.source).readline)
        if any(token.type == tokenize.COMMENT for token in tokens):
            yield f"{cell.id}: a comment; prose belongs in a text cell"
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and " " in str(node.value):
                yield f"{cell.id}: a string with a space, {node.value!r}; words go in a catalogue"
            if isinstance(node, ast.Name) and node.id in {"get_ipython", "exec", "eval"}:
                yield f"{cell.id}: {node.id} hides what the cell does"


def code_uses_public_names(page: Page) -> Iterator[str]:
    """Check that code shows what a reader may use: no private module, name or attribute."""
    for cell in page.code:
        try:
            nodes = list(ast.walk(ast.parse(cell.source)))
        except SyntaxError:
            continue
        for node in nodes:
            if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
                yield f"{cell.id}: {node.attr} is private"
            for module, name in imported(node):
                if complaint := import_complaint(module, name):
                    yield f"{cell.id}: {complaint}"


def imported(node: ast.AST) -> list[tuple[str, str]]:
    """Return the (module, name) pairs that an import statement brings in."""
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [("." * node.level + (node.module or ""), alias.name) for alias in node.names]
    return []


def import_complaint(module: str, name: str) -> str:
    """Return what is wrong with importing `name` from `module`, or nothing."""
    root = module.partition(".")[0]
    if root not in IMPORTABLE:
        return f"imports {module}; need one of {', '.join(IMPORTABLE)}"
    if any(part.startswith("_") for part in [*module.split("."), name]):
        return f"{module} {name} is private"
    if root != "pet_workbench" or not name:
        return ""
    loaded = importlib.import_module(module)
    public = getattr(loaded, "__all__", None)
    is_room = hasattr(loaded, "__path__")
    if is_room and importlib.util.find_spec(f"{module}.{name}") is not None:
        return ""
    if name in public if public is not None else hasattr(loaded, name):
        return ""
    return f"{module} has no public name {name}"


def checked_cells_have_outputs(page: Page) -> Iterator[str]:
    """Check what nbval cannot: it passes a stripped cell, and a raising cell that does not."""
    if not any(CHECKED in tags(cell) for cell in page.code):
        yield f"need at least one cell tagged {CHECKED}"
    for cell in page.code:
        raises = {"raises-exception", "nbval-raises-exception"} & set(tags(cell))
        if CHECKED in tags(cell):
            if not cell.outputs or cell.execution_count is None:
                yield f"{cell.id}: a checked cell needs its output and count; execute the notebook"
        elif raises:
            yield f"{cell.id}: {raises.pop()} needs {CHECKED} as well"
        elif cell.outputs or cell.execution_count is not None:
            yield f"{cell.id}: an output that nothing checks; execute the notebook"


def outputs_hold_no_traces(page: Page) -> Iterator[str]:
    """Check that nothing stored names a path of a machine, a traceback or a dead widget."""
    for cell in page.code:
        stored = "\n".join([*output_texts(cell), cell.source])
        for pattern, what in ((ABSOLUTE_PATH, "an absolute path"), (TRACEBACK, "a traceback")):
            if found := pattern.search(stored):
                yield f"{cell.id}: {what}, {found[0]!r}"
        if any(WIDGET_VIEW in output.get("data", {}) for output in cell.outputs):
            yield f"{cell.id}: a stored widget view; do not check cells that show widgets"


def output_texts(cell: Any) -> Iterator[str]:
    """Return every text that the outputs of `cell` hold."""
    for output in cell.outputs:
        yield from (str(value) for value in output.get("data", {}).values())
        yield from (str(output.get(field, "")) for field in ("text", "ename", "evalue"))
        yield from output.get("traceback", [])


def file_is_in_normal_form(page: Page) -> Iterator[str]:
    """Check that metadata hold no machine or widget, and equal notebooks have equal bytes."""
    expected = {
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
        "pet": {"lang": page.lang, "title": title(page.notebook)},
    }
    if page.notebook.metadata != expected:
        yield f"need metadata {expected}, got {sorted(page.notebook.metadata)}"
    if (page.notebook.nbformat, page.notebook.nbformat_minor) != (4, 5):
        yield "need nbformat 4.5, in which cells have ids"
    if page.path.read_text(encoding="utf-8") != nbformat.writes(page.notebook) + "\n":
        yield "not as tools/notebooks.py writes it; run sync or execute"


def has_signposts(page: Page) -> Iterator[str]:
    """Check that the notebook says how long it takes and leads to the map and the glossary."""
    if not minutes(page):
        yield "need the number of minutes it takes"
    linked = {target.split("#")[0] for target in markdown.targets(page.text)}
    for name in SIGNPOSTS:
        if page.path.stem != name and f"{name}.ipynb" not in linked:
            yield f"need a link to {name}.ipynb"


def links_lead_somewhere(page: Page) -> Iterator[str]:
    """Check that every relative target exists, in the right language, and pictures have a text."""
    yield from dead_links(page.text, page.path.parent)
    terms = {term.id for term in glossary()}
    for target in markdown.targets(page.text):
        path, _, anchor = target.partition("#")
        if path == "99_glossary.ipynb" and anchor and anchor not in terms:
            yield f"{target}: need the id of a term in glossary.csv"
        if path.startswith(f"../{page.lang}/"):
            yield f"{target}: a link to the same language needs no folder"
    yield from (f"{to}: needs a text" for text, to in markdown.pictures(page.text) if not text)


def dead_links(source: str, folder: Path) -> Iterator[str]:
    """Return the relative targets in the markdown `source` that do not exist from `folder`."""
    for target in markdown.targets(source):
        path = unquote(re.split(r"[#?]", target)[0])
        if not path or re.match(r"[a-z]+:", target):
            continue
        if path.startswith("/") or not (folder / path).exists():
            yield f"{target}: no such file from here"


RULES = (
    cells_have_names,
    opens_with_a_title,
    has_one_language_cell,
    is_short,
    code_holds_no_prose,
    code_uses_public_names,
    checked_cells_have_outputs,
    outputs_hold_no_traces,
    file_is_in_normal_form,
    has_signposts,
    links_lead_somewhere,
)
