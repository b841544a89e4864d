"""``pet-workbench ledger FILE``: what a budget ledger says, for an auditor; it changes nothing."""

import argparse
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.dp.ledger import Ledger
    from pet_workbench.i18n import Language

FILE_ERROR = "errors.dp_ledger_file"


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``ledger``."""
    about = words("cli.ledger")
    parser = commands.add_parser("ledger", help=about, description=about, allow_abbrev=False)
    parser.add_argument("file", type=Path, help=words("cli.ledger.file"))
    parser.set_defaults(run=_run, words=words)


def _run(arguments: argparse.Namespace) -> int:
    """Check a ledger and print it; a damaged one gives exit code 1.

    Raises
    ------
    LedgerError
        If the file cannot be read.
    """
    from pet_workbench.dp.errors import LedgerError
    from pet_workbench.dp.ledger import Ledger
    from pet_workbench.i18n import error_text

    words: Words = arguments.words
    try:
        ledger = Ledger.open(arguments.file)
        rows = _rows(ledger, words, arguments.lang)
    except LedgerError as error:
        if error.id == FILE_ERROR:
            raise
        print(words("cli.ledger.damaged", reason=error_text(error, arguments.lang)))
        return 1
    for line in [*_summary(ledger, words, arguments.lang), "", *_aligned(rows)]:
        print(line)
    return 0


def _summary(ledger: "Ledger", words: "Words", lang: "Language") -> list[str]:
    """Return what the ledger is about, and its budget."""
    from pet_workbench.i18n import text

    head, spent, left = ledger.head, ledger.spent, ledger.remaining
    about = words(
        "cli.ledger.about",
        dataset=head.dataset,
        unit=text(f"risk.unit.{head.unit}", lang),
        neighbours=words(f"cli.ledger.{head.neighbours}"),
        created=head.created,
        id=head.id,
    )
    lines = [about, words(f"cli.ledger.{head.filter.accounting}")]
    concentrated = head.filter.accounting == "concentrated"
    for name in ("epsilon", "delta", "rho") if concentrated else ("epsilon", "delta"):
        budget = head.filter.limit if name == "rho" else head.filter
        numbers = (getattr(one, name) for one in (budget, spent, left))
        total, gone, rest = (_number(float(one), lang) for one in numbers)
        lines.append(words("cli.ledger.budget", what=name, total=total, spent=gone, left=rest))
    lines.append(words("cli.ledger.whole", count=len(ledger.entries)))
    return lines + ([words("cli.ledger.unfinished")] if ledger.unfinished else [])


def _rows(ledger: "Ledger", words: "Words", lang: "Language") -> list[list[str]]:
    """Return the releases as rows of texts, under a head; only the head without releases."""
    summed = ledger.head.filter.counted
    costs = [*summed, f"{summed[0]}_left"]
    names = ("number", "at", "asker", "purpose", "kind")
    rows = [[words(f"cli.ledger.column.{name}") for name in names]]
    rows[0] += [*summed, words("cli.ledger.left", what=summed[0])]
    for entry in ledger.entries:
        row = entry.row(summed)
        rows.append([str(row[name]) for name in names])
        rows[-1] += [_number(float(str(row[name])), lang) for name in costs]
    return rows if len(rows) > 1 else []


def _aligned(rows: list[list[str]]) -> list[str]:
    """Return rows as lines with columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _number(value: float, lang: "Language") -> str:
    """Write a number with four digits that matter, and the decimal sign of the language."""
    written = f"{value:.4g}"
    return written.replace(".", ",") if lang == "nl" else written
