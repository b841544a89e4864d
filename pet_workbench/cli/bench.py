"""``pet-workbench bench CASE``: measure a case's techniques and write down a record per cell."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pet_workbench.bench import Record
    from pet_workbench.cli import Words
    from pet_workbench.i18n import Language


def register(commands: Any, words: "Words") -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("bench", help=words("cli.bench"), description=words("cli.bench"))
    parser.add_argument("case", help=words("cli.bench.case"))
    parser.add_argument("--sizes", type=_sizes, help=words("cli.bench.sizes"))
    parser.add_argument("--techniques", help=words("cli.bench.techniques"))
    parser.add_argument("--repeats", type=int, default=3, help=words("cli.bench.repeats"))
    parser.add_argument("--seed", type=int, default=1, help=words("cli.bench.seed"))
    parser.add_argument("--out", type=Path, help=words("cli.bench.out"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure with a progress bar; Ctrl+C stops and keeps what is finished.

    Returns
    -------
    int
        0 when all was measured, 130 when it was stopped.
    """
    from pet_workbench.cli import reader_words

    words = reader_words(arguments.lang)
    out = arguments.out or Path("records") / f"{arguments.case}.jsonl"
    records: list[Record] = []
    stopped = False
    try:
        for record in _measure(arguments, words):
            out.parent.mkdir(parents=True, exist_ok=True)
            with out.open("a", encoding="utf-8") as file:
                file.write(record.to_json() + "\n")
            records.append(record)
    except KeyboardInterrupt:
        stopped = True
    print(_table(records, words, arguments.lang))
    key = "cli.bench.stopped" if stopped else "cli.bench.done"
    print(words(key, count=len(records), path=out))
    return 130 if stopped else 0


def _measure(arguments: argparse.Namespace, words: "Words") -> Iterator["Record"]:
    """Yield the records of the cells asked for, with a progress bar on the terminal."""
    from tqdm import tqdm

    from pet_workbench import usecases
    from pet_workbench.bench import measured, run_grid

    case = usecases.get(arguments.case)
    sizes = arguments.sizes or case.sizes
    techniques = arguments.techniques.split(",") if arguments.techniques else None
    cells = [measured(case, n, techniques) for n in sizes]
    for n, ids in zip(sizes, cells, strict=True):
        for id in case.techniques if techniques is None else ():
            if id not in ids:
                limit = case.techniques[id].measured_to
                print(words("cli.bench.skipped", technique=id, n=n, limit=limit))
    total = sum(map(len, cells)) * arguments.repeats
    with tqdm(total=total, unit=" " + words("cli.bench.unit")) as bar:
        yield from run_grid(
            case,
            sizes=sizes,
            techniques=techniques,
            repeats=arguments.repeats,
            seed=arguments.seed,
            on_step=lambda _: bar.update(),
        )


def _sizes(given: str) -> list[int]:
    """Read sizes such as ``10000,1e6``.

    Raises
    ------
    argparse.ArgumentTypeError
        If one is not a whole number above zero.
    """
    sizes = []
    for part in given.split(","):
        try:
            value = float(part)
        except ValueError:
            value = 0.0
        if value < 1 or value != int(value):
            raise argparse.ArgumentTypeError(f"need whole numbers such as 10000,1e6, got {part!r}")
        sizes.append(int(value))
    return sizes


def _table(records: "list[Record]", words: "Words", lang: "Language") -> str:
    """Lay the records out as a text table, right-aligned, with units."""
    from pet_workbench.i18n import duration, number, size

    head = [words(f"cli.bench.column.{name}") for name in ("n", "technique", "time", "spread")]
    head += [words(f"cli.bench.column.{name}") for name in ("bytes", "rounds", "memory", "error")]
    rows = [
        [
            number(record.n, lang),
            record.technique,
            duration(record.seconds_median, lang),
            f"{duration(min(record.seconds), lang)} - {duration(max(record.seconds), lang)}",
            size(record.bytes, lang),
            number(record.rounds, lang),
            "?" if record.peak_mb is None else f"{number(record.peak_mb, lang)} MB",
            number(record.error, lang),
        ]
        for record in records
    ]
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in [head, *rows]
    )
