"""``pet-workbench party``: one party of a run across machines, with its own data only."""

import argparse
import json
import os
from argparse import ArgumentParser
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.core import Program
    from pet_workbench.engines import Agreement, Appointment, Part
    from pet_workbench.usecases import Technique, UseCase


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``party``."""
    about = words("cli.party")
    parser = commands.add_parser("party", help=about, description=about, allow_abbrev=False)
    parser.add_argument("--config", type=Path, required=True, help=words("cli.party.config"))
    parser.add_argument("--name", required=True, help=words("cli.party.name"))
    parser.add_argument("--data", type=Path, help=words("cli.party.data"))
    parser.add_argument("--certificates", type=Path, help=words("cli.party.certificates"))
    parser.add_argument("--listen", help=words("cli.party.listen"))
    parser.add_argument("--wait", type=float, default=60, help=words("cli.party.wait"))
    parser.add_argument("--stall", type=float, default=10, help=words("cli.party.stall"))
    parser.add_argument("--out", type=Path, help=words("cli.party.out"))
    parser.add_argument(
        "--set", action="append", default=[], metavar="name=value", help=words("cli.parties.set")
    )
    parser.set_defaults(run=run, words=words)


def run(arguments: argparse.Namespace) -> int:
    """Take part in one run.

    Returns
    -------
    int
        0; anything that goes wrong is an error in one line.
    """
    from pet_workbench import usecases
    from pet_workbench.engines import read_agreement, run_party
    from pet_workbench.engines.meeting import listen

    agreement = read_agreement(arguments.config)
    case = usecases.get(agreement.case)
    technique = case.technique(agreement.technique)
    appointment = _appointment(arguments, agreement)
    program = _program(arguments, agreement, case, technique)
    host, port = agreement.addresses[arguments.name]
    listening = listen(arguments.listen or host, port)
    others = ", ".join((*appointment.before, *appointment.after))
    values = {"party": arguments.name, "host": arguments.listen or host, "port": port}
    print(arguments.words("cli.party.waiting", others=others, **values), flush=True)
    part = run_party(program, appointment, listening, agreement.addresses, keep_payload_bytes=0)
    _show(arguments, case, technique, part)
    return 0


def _appointment(arguments: argparse.Namespace, agreement: "Agreement") -> "Appointment":
    """Return who this party is and whom it meets."""
    from pet_workbench.core import ProtocolError
    from pet_workbench.engines import Appointment, Identity, Timing
    from pet_workbench.engines.certificates import file_stem

    if arguments.name not in agreement.parties:
        raise ProtocolError(
            "errors.unknown_party",
            "need a party of this run ({parties}), got {party}",
            party=arguments.name,
            parties=", ".join(agreement.parties),
        )
    folder = arguments.certificates or arguments.config.parent
    stem = file_stem(arguments.name)
    identity = Identity(
        arguments.name,
        folder / f"{stem}.crt",
        folder / f"{stem}.key",
        folder / "authority.crt",
        agreement.fingerprints,
    )
    identity.check()
    timing = Timing(meet=arguments.wait, stall=arguments.stall, alive=arguments.stall / 8)
    return Appointment(identity, agreement.parties, agreement.digest(), timing)


def _program(
    arguments: argparse.Namespace,
    agreement: "Agreement",
    case: "UseCase",
    technique: "Technique",
) -> "Program":
    """Read this party's own table and return its program."""
    from pet_workbench.cli.parties import parse_parameters
    from pet_workbench.core import ParameterError
    from pet_workbench.usecases.own_part import own_program

    own = parse_parameters(arguments.set)
    for name in own:
        if name in agreement.parameters:
            raise ParameterError(
                "errors.agreed_parameter",
                "need {name} as agreed in {path}, not a value of one's own",
                name=name,
                path=arguments.config,
            )
    table = case.read_own(arguments.name, arguments.data) if arguments.data else None
    return own_program(
        technique,
        arguments.name,
        table,
        parties=agreement.parties,
        owners=agreement.owners,
        parameters=case.complete({**agreement.parameters, **own}),
    )


def _show(
    arguments: argparse.Namespace, case: "UseCase", technique: "Technique", part: "Part"
) -> None:
    """Print what this party received of the answer, and what it sent and received."""
    from pet_workbench.i18n import duration, number, size

    words, lang, name = arguments.words, arguments.lang, arguments.name
    answer = _own_answer(case, name, part.result)
    releases = () if answer is None else case.released(technique, answer)
    for one in releases:
        items = number(one.items, lang)
        print(words("cli.parties.released", receiver=one.receiver, what=one.what, items=items))
    if answer is None:
        print(words("cli.party.nothing", party=name))
    elif arguments.out:
        content = json.dumps(answer, default=_plain, ensure_ascii=False, indent=1)
        _write(arguments.out, content + "\n")
        print(words("cli.party.written", path=arguments.out))
    sent = part.transcript.bytes_sent(name)
    values = {"sent": size(sent, lang), "received": size(part.transcript.bytes - sent, lang)}
    took = duration(part.seconds, lang)
    print(words("cli.party.traffic", rounds=part.transcript.rounds, time=took, **values))


def _write(path: Path, content: str) -> None:
    """Write the answer; a new file is its owner's alone, for it may be about persons."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(content)


def _own_answer(case: "UseCase", party: str, result: Any) -> Any:
    """Return the answer if this is the party that reads it, else None."""
    try:
        return case.answer({party: result})
    except KeyError:
        return None


def _plain(value: Any) -> Any:
    """Return what JSON can hold of an answer."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "to_dict"):
        return value.to_dict("list")
    return value.tolist() if hasattr(value, "tolist") else str(value)
