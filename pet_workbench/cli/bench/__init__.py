"""``pet-workbench bench``: measure techniques, keep a record of each, and report on records.

`measuring` runs the grid and `peers` the other toolkits; `told` has the lines and tables.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pet_workbench.bench import Record, Stopped
    from pet_workbench.cli import Words

REPORT = Path("benchmark-report.html")
REPEATS = 3


def register(commands: Any, words: "Words") -> None:
    """Add the command to the parser."""
    about = words("cli.bench")
    parser = commands.add_parser(
        "bench", help=about, description=words("cli.bench.about"), allow_abbrev=False
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", help=words("cli.bench.cases"))
    for name, kind, default in (
        ("techniques", _names, None),
        ("sizes", _sizes, None),
        ("networks", _names, ["in-process"]),
        ("repeats", int, None),
        ("seconds", float, 600.0),
        ("memory-mb", float, 2000.0),
        ("seed", int, 1),
        ("out", Path, None),
        ("scheduler", str, None),
        ("prices", Path, None),
        ("family", _names, None),
        ("scale", float, 1.0),
    ):
        parser.add_argument(
            f"--{name}", type=kind, default=default, help=words(f"cli.bench.{name}")
        )
    for name in ("again", "peers"):
        parser.add_argument(f"--{name}", action="store_true", help=words(f"cli.bench.{name}"))
    parser.add_argument("--load", type=Path, nargs="+", default=[], help=words("cli.bench.load"))
    parser.add_argument(
        "--report", type=Path, nargs="?", const=REPORT, help=words("cli.bench.report")
    )
    parser.set_defaults(run=run, words=words)


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; Ctrl+C stops and keeps what is finished.

    Without cases all are measured, unless something else is asked for that needs no measuring.

    Returns
    -------
    int
        0 when all was done, 130 when it was stopped.
    """
    from pet_workbench.bench import load
    from pet_workbench.bench.costs import Prices

    words: Words = arguments.words
    loaded = load(arguments.load)
    _check(arguments, loaded)
    arguments.prices = Prices.load(arguments.prices) if arguments.prices else None
    if arguments.peers:
        from pet_workbench.cli.bench.peers import measure_peers

        return measure_peers(arguments, words)
    if arguments.repeats is None:
        arguments.repeats = REPEATS
    if not arguments.cases and (arguments.load or arguments.report):
        from pet_workbench.cli.bench.told import tables

        lines = loaded or _shipped()
        print(tables(lines, words, arguments.lang))
        code = 0
    else:
        from pet_workbench.cli.bench.measuring import measure

        code, lines = measure(arguments, words, beside=loaded)
    if arguments.report and not code:
        _report(arguments, lines)
    return code


def _check(arguments: argparse.Namespace, loaded: "tuple[Record | Stopped, ...]") -> None:
    """Refuse what cannot be meant, before anything is measured.

    Raises
    ------
    DataError
        If there is nothing in the files to load.
    ParameterError
        If the seed is no whole number from 0, or an option does nothing without another.
    """
    from pet_workbench.core import DataError, ParameterError
    from pet_workbench.core.validation import check_whole

    check_whole("seed", arguments.seed, 0, 2**63 - 1)
    for flag, is_given, other in (
        ("--family", arguments.family and not arguments.peers, "--peers"),
        ("--scale", arguments.scale != 1 and not arguments.peers, "--peers"),
        ("--prices", arguments.prices and not arguments.report, "--report"),
    ):
        if is_given:
            raise ParameterError(
                "errors.bench_flag", "need {other} beside {flag}", other=other, flag=flag
            )
    if arguments.load and not loaded:
        raise DataError(
            "errors.bench_nothing",
            "need files with records to load, got none in {paths}",
            paths=", ".join(map(str, arguments.load)),
        )


def _shipped() -> "tuple[Record | Stopped, ...]":
    """Return what the makers of the workbench measured."""
    from pet_workbench.bench import records
    from pet_workbench.bench.reference import stopped

    return (*records(), *stopped())


def _report(arguments: argparse.Namespace, lines: "tuple[Record | Stopped, ...]") -> None:
    """Write the page about all records there are."""
    from pet_workbench.bench import Record, Stopped
    from pet_workbench.i18n import size
    from pet_workbench.reports import write_report

    records = [line for line in lines if isinstance(line, Record)]
    stopped = [line for line in lines if isinstance(line, Stopped)]
    written = write_report(
        arguments.report, records, stopped, arguments.lang, prices=arguments.prices
    )
    words: Words = arguments.words
    written_size = size(written, arguments.lang)
    print(words("cli.bench.reported", path=arguments.report, size=written_size))


def _names(given: str) -> list[str]:
    """Read names such as ``lan,wan``."""
    return [part.strip() for part in given.split(",") if part.strip()]


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
        if value < 1 or value != value // 1:
            raise argparse.ArgumentTypeError(f"need whole numbers such as 10000,1e6, got {part!r}")
        sizes.append(int(value))
    return sizes
