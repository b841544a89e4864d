"""``pet-workbench parties CASE``: every party in a process of its own on this machine."""

import argparse
from argparse import ArgumentParser
from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.core import Outcome

NETWORKS = ("lan", "wan", "mobile")


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``parties``."""
    about = words("cli.parties")
    parser = commands.add_parser("parties", help=about, description=about, allow_abbrev=False)
    parser.add_argument("case", help=words("cli.parties.case"))
    parser.add_argument("--technique", help=words("cli.parties.technique"))
    parser.add_argument("--n", type=int, default=10_000, help=words("cli.parties.n"))
    parser.add_argument("--seed", type=int, default=1, help=words("cli.parties.seed"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="name=value", help=words("cli.parties.set")
    )
    parser.add_argument("--network", choices=NETWORKS, help=words("cli.parties.network"))
    parser.set_defaults(run=run, words=words)


def run(arguments: argparse.Namespace) -> int:
    """Run the case once and say what came of it; Ctrl-C ends all processes.

    Returns
    -------
    int
        0 when the answer is that of the pooled data, 1 when it is not.
    """
    from pet_workbench import usecases
    from pet_workbench.core import PROFILES
    from pet_workbench.engines import LocalProcesses

    words = arguments.words
    case = usecases.get(arguments.case)
    technique = arguments.technique or next(iter(case.techniques))
    tables = case.load(n=arguments.n, seed=arguments.seed)
    profiles = {profile.id: profile for profile in PROFILES}
    engine = LocalProcesses(network=profiles.get(arguments.network))
    start = perf_counter()
    outcome = case.run(
        technique,
        tables,
        keep_payload_bytes=0,
        engine=engine,
        **parse_parameters(arguments.set),
    )
    total = perf_counter() - start
    parties = outcome.transcript.parties
    print(words("cli.parties.running", count=len(parties), parties=", ".join(parties)))
    _show(outcome, engine.peak_mb, total, arguments)
    return 0 if outcome.error == 0 else 1


def parse_parameters(given: Iterable[str]) -> dict[str, Any]:
    """Read parameters written as ``name=value``; a value is a number, true, false or a word.

    Raises
    ------
    ParameterError
        If one is written differently.

    Examples
    --------
    >>> parse_parameters(["minimum_found=20", "third_party=RINIS"])
    {'minimum_found': 20, 'third_party': 'RINIS'}
    """
    import tomllib

    from pet_workbench.core import ParameterError

    parameters: dict[str, Any] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name.isidentifier():
            raise ParameterError(
                "errors.own_parameter", "need name=value, got {given!r}", given=one
            )
        try:
            parameters |= {name: tomllib.loads(f"value = {value}")["value"]}
        except tomllib.TOMLDecodeError:
            parameters[name] = value
    return parameters


def _show(
    outcome: "Outcome",
    peak_mb: dict[str, float | None],
    total: float,
    arguments: argparse.Namespace,
) -> None:
    """Print what was released, and what it took."""
    from pet_workbench.i18n import duration, number, size

    words, lang = arguments.words, arguments.lang
    for release in outcome.released:
        print(
            words(
                "cli.parties.released",
                receiver=release.receiver,
                what=release.what,
                items=number(release.items, lang),
            )
        )
    print(words("cli.parties.error", error=number(outcome.error, lang)))
    times = {"protocol": duration(outcome.seconds, lang), "total": duration(total, lang)}
    print(words("cli.parties.time", **times))
    traffic = size(outcome.transcript.bytes, lang)
    print(words("cli.parties.traffic", bytes=traffic, rounds=outcome.transcript.rounds))
    peaks = [
        f"{party} {'?' if peak is None else number(round(peak), lang)} MB"
        for party, peak in peak_mb.items()
    ]
    print(words("cli.parties.memory", memory=", ".join(peaks)))
