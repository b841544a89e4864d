"""Run a technique only as agreed: every party's gate first, then the data, then the register.

Each party looks at its own gate, and whether the agreement says of the technique what the technique
says of itself.  The parties then compare what they are about to run and with whom, and only when
all have said the same does any of them read its table.  Afterwards each writes down what happened,
and they exchange signed checkpoints of their registers.

Protects: each party against a run that it did not approve, or that another party understands
otherwise; against a run without one of the owners, and against an agreement that keeps quiet about
what parties learn; a party that refuses costs the others no run.
Does not protect: against a party that reads its own table without its gate, nor against one that
sends false data in a run that was approved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from pet_workbench.core import Channel, Outcome, PrivacyError, Program, ProtocolError, json_schema
from pet_workbench.governance import Computation, Gate, Output, SignedAgreement, SigningKey
from pet_workbench.governance.canonical import Json, canonical, digest
from pet_workbench.governance.register import Checkpoint, checkpoint
from pet_workbench.governance.register.checkpoint import check_genuine, check_newer
from pet_workbench.usecases.base import Technique, UseCase
from pet_workbench.usecases.own_part import own_program

_LONGEST = 2_000
"""Characters of a checkpoint that are read."""
_WITH_NOISE = frozenset({"differential_privacy", "synthetic_private"})


@dataclass(frozen=True)
class Seat:
    """A party with what it needs to take part.

    Attributes
    ----------
    gate : Gate
    key : SigningKey
    trusted : mapping of str to str
        Public keys by party, as this party knows them.
    """

    gate: Gate
    key: SigningKey
    trusted: Mapping[str, str]


def computation_of(outcome: Outcome, *, software: str) -> Computation:
    """Describe the computation of a run on invented data, so that people can agree on it.

    Parameters
    ----------
    outcome : Outcome
        Of a run with the technique and parameters that people want.
    software : str
        Name and version of what computes.

    Raises
    ------
    DataError
        If a parameter cannot be written down, such as a counter of runs: the agreement counts.
    """
    plain = dict(outcome.parameters)
    canonical(plain)
    outputs = tuple(
        dict.fromkeys(Output(one.what, one.receiver, one.guarantee) for one in outcome.released)
    )
    return Computation(
        case=outcome.case,
        technique=outcome.technique,
        parameters=plain,
        outputs=outputs,
        software=software,
        **_told(plain, outputs, outcome.leaks),
    )


def _told(
    parameters: Mapping[str, Any], outputs: Sequence[Output], leaks: Sequence[str]
) -> dict[str, Any]:
    """Return what an agreement has to say of a computation besides its parameters."""
    minima = [value for name, value in parameters.items() if name.startswith("minimum")]
    with_noise = any(one.guarantee in _WITH_NOISE for one in outputs)
    return {
        "learned": tuple(leaks),
        "smallest": int(minima[0]) or None if len(minima) == 1 else None,
        "epsilon": float(Fraction(str(parameters.get("epsilon", 0)))) if with_noise else 0.0,
        "delta": float(Fraction(str(parameters.get("delta", 0)))) if with_noise else 0.0,
    }


def agreed_programs(
    case: UseCase,
    seats: Mapping[str, Seat],
    signed: SignedAgreement,
    asked: Computation,
    *,
    stage: str,
) -> dict[str, Program]:
    """Return the programs of all parties, each behind its own gate.

    Parameters
    ----------
    case : UseCase
    seats : mapping of str to Seat
        Of every party that computes.
    signed : SignedAgreement
        As every party got it.
    asked : Computation
        What the engine is about to run.
    stage : {"design", "real"}
    """
    run = _Run(case, signed, asked, stage, tuple(seats))
    return {party: _Program(run, party, seat) for party, seat in seats.items()}


@dataclass(frozen=True)
class _Run:
    """What all parties have in common in one run."""

    case: UseCase
    signed: SignedAgreement
    asked: Computation
    stage: str
    parties: Sequence[str]

    @property
    def owners(self) -> Sequence[str]:
        """Return those who bring data."""
        return [name for name in self.signed.agreement.owners if name in self.parties]


@dataclass(frozen=True)
class _Program:
    """The program of one party: a coroutine function."""

    run: _Run
    party: str
    seat: Seat

    async def __call__(self, channel: Channel) -> Any:
        """Look at the gate, agree with the others, read, compute, and write down.

        Raises
        ------
        PetError
            If this party's gate refuses, the others understand the run otherwise, or it fails.
        """
        run = self.run
        permit = self.seat.gate.admit(run.signed, run.asked, stage=run.stage)
        try:
            _check_told(run)
            await _compare(channel, run)
            table = permit.read()
            technique = run.case.technique(run.asked.technique)
            program = own_program(
                technique,
                self.party,
                table,
                parties=run.parties,
                owners=run.owners,
                parameters=run.case.complete(run.asked.parameters),
            )
            result = await program(channel)
            released = self._released(technique, result)
        except BaseException as error:
            permit.stop(getattr(error, "id", type(error).__name__))
            raise
        permit.finish(rows=0 if table is None else len(table), released=released)
        await _exchange(channel, run, self.seat, started=permit.started.number)
        return result

    def _released(self, technique: Technique, result: Any) -> list[tuple[Output, int | None]]:
        """Return what left, with the number of values where this party received them.

        Raises
        ------
        PrivacyError
            If something left that the agreement does not name; of a design run, so that nobody can
            approve the real one.
        """
        mine: dict[Output, int | None] = {}
        if any(output.receiver == self.party for output in self.run.asked.outputs):
            answer = self.run.case.answer({self.party: result})
            for one in self.run.case.released(technique, answer):
                mine[Output(one.what, one.receiver, one.guarantee)] = one.items
        unnamed = [one.what for one in mine if one not in self.run.asked.outputs]
        if unnamed:
            raise _untold("outputs", ", ".join(unnamed))
        others = {
            output: None for output in self.run.asked.outputs if output.receiver != self.party
        }
        return [*mine.items(), *others.items()]


def _check_told(run: _Run) -> None:
    """Refuse a run without one of the owners, or of which the agreement says too little.

    Raises
    ------
    PrivacyError
        If a field of the agreement is not what the technique and its parameters say; nothing was
        read.
    """
    away = [name for name in run.signed.agreement.owners if name not in run.parties]
    if away:
        raise _untold("parties", ", ".join(away))
    asked = run.asked
    leaks = run.case.technique(asked.technique).leaks
    for field, value in _told(asked.parameters, asked.outputs, leaks).items():
        if getattr(asked, field) != value:
            raise _untold(field, str(value))


def _untold(field: str, found: str) -> PrivacyError:
    """Return the refusal of an agreement that does not say what will happen."""
    return PrivacyError(
        "errors.agreed_untold",
        "need an agreement that says in {field} what this run does, got one without {found}; the "
        "run is refused",
        field=field,
        found=found[:100],
    )


async def _compare(channel: Channel, run: _Run) -> None:
    """Go on only when all are about to run the same, with the same others, as agreed.

    Raises
    ------
    ProtocolError
        If one is not.
    """
    together: list[Json] = [*sorted(run.parties)]
    about: Json = [run.signed.agreement.digest, run.stage, run.asked.to_plain(), together]
    mine = np.frombuffer(bytes.fromhex(digest("run 2", about)), np.uint8)
    others = [party for party in run.parties if party != channel.party]
    for party in others:
        channel.send(party, "same agreement", mine)
    for party in others:
        theirs = await channel.receive(party, "same agreement", dtype=np.uint8, shape=mine.size)
        if not np.array_equal(mine, theirs):
            raise ProtocolError(
                "errors.agreed_otherwise",
                "need the same agreement and computation at {party} and {other}, got another: "
                "nothing was read",
                party=channel.party,
                other=party,
            )


async def _exchange(channel: Channel, run: _Run, seat: Seat, *, started: int) -> None:
    """Send everybody a signed word on one's register, and write down what comes.

    It has to be newer than what came before this run `started`; other runs may be going on.

    Raises
    ------
    PrivacyError
        If a word is not signed by whom it comes from, or is an old one.
    """
    register = seat.gate.register
    mine = checkpoint(register.entries()[-1], seat.key).to_plain()
    sent = np.frombuffer(canonical(mine), np.uint8)
    others = [party for party in run.parties if party != channel.party]
    for party in others:
        channel.send(party, "checkpoint of the register", sent)
    for party in others:
        got = await channel.receive(party, "checkpoint of the register", dtype=np.uint8, shape=None)
        theirs = Checkpoint.from_plain(
            json_schema.parse(got.tobytes().decode(errors="replace"), longest=_LONGEST)
        )
        if theirs.party != party:
            theirs = replace(theirs, party=party)
        check_genuine(theirs, seat.trusted[party])
        check_newer(theirs, register.entries()[: started - 1])
        register.add(
            "received",
            who=seat.gate.who,
            agreement=run.signed.agreement.digest,
            says=theirs.to_plain(),
        )
