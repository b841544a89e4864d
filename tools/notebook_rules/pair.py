"""What the two languages of a notebook share: cells, code, and the skeleton of the text."""

from collections.abc import Iterator
from typing import Any

from tools.notebook_rules import markdown
from tools.notebook_rules.page import Page, minutes
from tools.notebooks import SOURCE, TRANSLATION, fingerprint, tags, untranslated


def has_the_same_cells(english: Page, dutch: Page) -> Iterator[str]:
    """Check that cell ids, types, tags and order agree one for one."""
    ours, theirs = ([identity(cell) for cell in page.notebook.cells] for page in (english, dutch))
    if len(ours) != len(theirs):
        yield f"need the {len(ours)} cells of the English notebook, got {len(theirs)}"
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            yield f"need the English cell {one}, got {other}"


def identity(cell: Any) -> tuple[Any, ...]:
    """Return everything of a cell that has no language."""
    rest = {key: value for key, value in cell.metadata.items() if key not in {"translates", "tags"}}
    return cell.id, cell.cell_type, sorted(tags(cell)), rest


def both(english: Page, dutch: Page, kind: str) -> Iterator[tuple[Any, Any]]:
    """Return the cells of one kind that both languages have, in English order."""
    known = {cell.id: cell for cell in dutch.notebook.cells if cell.cell_type == kind}
    for cell in english.notebook.cells:
        if cell.cell_type == kind and cell.id in known:
            yield cell, known[cell.id]


def has_the_same_code(english: Page, dutch: Page) -> Iterator[str]:
    """Check that code is byte-identical, except in the one cell that names the language."""
    for one, other in both(english, dutch, "code"):
        expected = one.source
        if "language" in tags(one):
            expected = expected.replace(f'"{SOURCE}"', f'"{TRANSLATION}"')
        if other.source != expected:
            yield f"{one.id}: the code differs"


def has_the_same_skeleton(english: Page, dutch: Page) -> Iterator[str]:
    """Check that headings, formulas, code, link targets and pictures survive translation."""
    for one, other in both(english, dutch, "markdown"):
        expected, got = skeleton(one.source), skeleton(other.source)
        expected["link targets"] = sorted(switched(to) for to in expected["link targets"])
        for part, wanted in expected.items():
            if got[part] != wanted:
                yield f"{one.id}: need {part} {wanted}, got {got[part]}"


def skeleton(source: str) -> dict[str, list[Any]]:
    """Return what a translation may not change."""
    return {
        "headings": markdown.headings(source),
        "formulas": markdown.formulas(source),
        "inline code": markdown.inline_code(source),
        "code blocks": markdown.fences(source),
        "link targets": markdown.targets(source),
        "pictures": sorted(target for _, target in markdown.pictures(source)),
        "elements": markdown.elements(source),
    }


def switched(target: str) -> str:
    """Return the target that the Dutch text has where the English one has `target`."""
    other = f"../{TRANSLATION}/"
    return f"../{SOURCE}/{target.removeprefix(other)}" if target.startswith(other) else target


def translation_is_fresh(english: Page, dutch: Page) -> Iterator[str]:
    """Check that Dutch text is Dutch, and was read against the English text of today."""
    for one, other in both(english, dutch, "markdown"):
        if untranslated(one, other):
            yield f"{one.id}: still in English"
        if other.metadata.get("translates") != fingerprint(one.source):
            yield f"{one.id}: stale, read it against the English text and stamp it"


def states_the_same_minutes(english: Page, dutch: Page) -> Iterator[str]:
    """Check that both languages promise the same time."""
    if minutes(english) != minutes(dutch):
        yield f"need minutes {minutes(english)}, got {minutes(dutch)}"


RULES = (
    has_the_same_cells,
    has_the_same_code,
    has_the_same_skeleton,
    translation_is_fresh,
    states_the_same_minutes,
)
