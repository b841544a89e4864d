"""``pet-workbench register verify|show FILE``: what a processing register says, for a supervisor.

Neither changes a register.
"""

import argparse
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pet_workbench.cli import add_language

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.governance.register import Checkpoint, Entry, Verified

FORMS = ("text", "csv", "json")
_IN_ROWS = ("removed", "cut")
"""Faults that are about several entries, or about one."""


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``register`` with its two commands."""
    about = words("cli.register")
    parser = commands.add_parser("register", help=about, description=about, allow_abbrev=False)
    parts = parser.add_subparsers(metavar=words("cli.command"), required=True)
    _add_verify(parts, words)
    _add_show(parts, words)


def _add_verify(parts: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    about = words("cli.register.verify")
    parser = parts.add_parser("verify", help=about, description=about, allow_abbrev=False)
    parser.add_argument("file", type=Path, help=words("cli.register.file"))
    parser.add_argument("--key", default="", help=words("cli.register.key"))
    parser.add_argument(
        "--others", type=Path, nargs="*", default=[], help=words("cli.register.others")
    )
    add_language(parser, words)
    parser.set_defaults(run=_verify, words=words)


def _add_show(parts: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    about = words("cli.register.show")
    parser = parts.add_parser("show", help=about, description=about, allow_abbrev=False)
    parser.add_argument("files", type=Path, nargs="+", help=words("cli.register.files"))
    parser.add_argument("--as", dest="form", choices=FORMS, default="text")
    for name in ("event", "agreement", "since", "until", "text"):
        parser.add_argument(f"--{name}", default="", help=words(f"cli.register.by_{name}"))
    add_language(parser, words)
    parser.set_defaults(run=_show, words=words)


def _verify(arguments: argparse.Namespace) -> int:
    """Say what is wrong with a register; anything but an unfinished last line gives exit code 1.

    Raises
    ------
    DataError
        If a file cannot be read, or the key is none.
    """
    from pet_workbench.governance.register import verify

    words: Words = arguments.words
    party = _party(verify(arguments.file).entries)
    kept = list(_kept(arguments.others, party, arguments.key))
    checked = verify(arguments.file, public=arguments.key, checkpoints=kept)
    for fault in checked.faults:
        one = "_one" if fault.is_one and fault.kind in _IN_ROWS else ""
        key = f"cli.register.fault_{fault.kind}{one}"
        print(words(key, first=fault.first, last=fault.last, by=fault.by))
    told = "whole" if checked.is_whole else "broken"
    print(words(f"cli.register.{told}", party=party, count=len(checked.entries)))
    print(_about_checkpoints(checked, words, has_key=bool(arguments.key)))
    return 0 if checked.is_whole else 1


def _about_checkpoints(checked: "Verified", words: "Words", *, has_key: bool) -> str:
    """Say what the register was compared with."""
    if not checked.checkpoints:
        return words("cli.register.alone")
    return words(
        "cli.register.compared" if has_key else "cli.register.compared_unsigned",
        count=checked.checkpoints,
    )


def _show(arguments: argparse.Namespace) -> int:
    """Print entries of one or more registers, as far as they fit the filter.

    Raises
    ------
    DataError
        If a file cannot be read.
    """
    from pet_workbench.governance.register import Filter, to_csv, to_json, verify, view

    checked = {file: verify(file) for file in arguments.files}
    chosen = Filter(
        events=frozenset(filter(None, [arguments.event])),
        agreement=arguments.agreement,
        since=arguments.since,
        until=arguments.until,
        text=arguments.text,
    )
    shown = view(_by_party(checked), chosen)
    if arguments.form == "text":
        for party, entry in shown:
            print(_line(party, entry, arguments.words))
    else:
        print({"csv": to_csv, "json": to_json}[arguments.form](shown), end="")
    return 0 if all(one.is_whole for one in checked.values()) else 1


def _line(party: str, entry: "Entry", words: "Words") -> str:
    """Write an entry on one line."""
    event = words(f"cli.register.event_{entry.event}")
    line = f"{entry.at}  {party} {entry.number}  {event}  {entry.who}  {entry.agreement[:12]}"
    return _still(line).rstrip()


def _still(text: str) -> str:
    """Return a text without anything that moves a terminal's cursor."""
    return "".join(one if one.isprintable() else "?" for one in text)


def _party(entries: "Sequence[Entry]") -> str:
    """Return whose register it says to be."""
    return _still(str(entries[0].says.get("party", "?")))[:80] if entries else "?"


def _by_party(checked: "Mapping[Path, Verified]") -> "dict[str, Sequence[Entry]]":
    """Return entries by party; of two files that say to be of one party, each with its name."""
    found: dict[str, Sequence[Entry]] = {}
    for file, one in checked.items():
        party = _party(one.entries)
        found[f"{party} ({_still(str(file))})" if party in found else party] = one.entries
    return found


def _kept(files: "Iterable[Path]", party: str, key: str) -> "Iterable[tuple[str, Checkpoint]]":
    """Yield the checkpoints of `party` that others wrote in their registers, with who did.

    With the party's public key also those that it signed under another name than the register has
    now: so that a register does not get away by calling itself otherwise.
    """
    from pet_workbench.core import DataError
    from pet_workbench.governance.register import Checkpoint, verify

    for file in files:
        entries = verify(file).entries
        for entry in entries:
            if entry.event == "received":
                try:
                    found = Checkpoint.from_plain(entry.says)
                except DataError:
                    continue
                if found.party == party or (key and found.is_genuine(key)):
                    yield _party(entries), found
