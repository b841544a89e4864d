"""Honest parties with their gates and registers, which attempts begin from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pet_workbench.governance import (
    Agreement,
    Approval,
    Gate,
    SignedAgreement,
    SigningKey,
    approve,
)
from pet_workbench.governance.agreement import COMPUTER, OWNER, moment
from pet_workbench.governance.approval import DESIGN, REAL
from pet_workbench.governance.register import Register

WHO = "teaching"


class HandClock:
    """A clock that is put by hand.

    Parameters
    ----------
    moment : datetime
    """

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        """Return what it says."""
        return self.moment


@dataclass
class Scene:
    """Honest parties with their keys; those that compute have a register and a gate.

    Attributes
    ----------
    agreement : Agreement
        With the public keys of `keys`.
    keys : mapping of str to SigningKey
        Of every party.
    folder : Path
        An empty one, for the registers.
    """

    agreement: Agreement
    keys: Mapping[str, SigningKey]
    folder: Path
    clock: HandClock = field(init=False)
    registers: dict[str, Register] = field(init=False)
    gates: dict[str, Gate] = field(init=False)
    reads: list[tuple[str, str]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.clock = HandClock(moment(self.agreement.since) + timedelta(days=1))
        working = [one.name for one in self.agreement.parties if {OWNER, COMPUTER} & {*one.roles}]
        self.registers = {
            name: Register(self.folder / f"{number}.register", name, clock=self.clock)
            for number, name in enumerate(working)
        }
        for register in self.registers.values():
            register.open(WHO)
        self.gates = {name: self._gate(name) for name in working}

    def _gate(self, name: str) -> Gate:
        def source(stage: str) -> Callable[[], Any]:
            return lambda: self.reads.append((name, stage))

        return Gate(
            name,
            trusted={party: key.public for party, key in self.keys.items()},
            register=self.registers[name],
            sources={stage: source(stage) for stage in (DESIGN, REAL)},
            who=WHO,
        )

    @property
    def now(self) -> str:
        """Return what the clock says, as it is written in an approval."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def sign(self, party: str, stage: str, *, seen: str = "") -> Approval:
        """Let a party approve.

        Parameters
        ----------
        party : str
        stage : str
        seen : str
            The mark of the trial run that it saw; for an approval of the real run.
        """
        return approve(self.agreement, self.keys[party], stage=stage, at=self.now, seen=seen)

    def run(self, signed: SignedAgreement, stage: str) -> dict[str, str]:
        """Let every gate admit a run and end it; return the marks of the last entries by party."""
        marks = {}
        for name, gate in self.gates.items():
            permit = gate.admit(signed, self.agreement.computation, stage=stage)
            permit.read()
            marks[name] = permit.finish(rows=0, released=[]).mark
        return marks

    def approved(self) -> SignedAgreement:
        """Go honestly as far as an approval of the real run by every owner."""
        owners = self.agreement.owners
        design = SignedAgreement(
            self.agreement, tuple(self.sign(owner, DESIGN) for owner in owners)
        )
        seen = self.run(design, DESIGN)
        return design.with_(*(self.sign(owner, REAL, seen=seen[owner]) for owner in owners))
