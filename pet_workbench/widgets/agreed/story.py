"""The story of page 40: two owners, a third body that computes, and a supervisor who watches.

Everything is real but the people and the data: the keys are made for this page, the registers are
files in a folder of its own, and the runs are those of the case `aio`.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import traitlets

from pet_workbench.attacks.agreements import tamper
from pet_workbench.core import PetError, run_parties
from pet_workbench.governance import (
    Agreement,
    Approval,
    Computation,
    Gate,
    SignedAgreement,
    SigningKey,
    approve,
    software,
    withdraw,
)
from pet_workbench.governance.approval import DESIGN, REAL, STAGES
from pet_workbench.governance.checking import tried
from pet_workbench.governance.register import Checkpoint, Entry, Register, Verified, verify
from pet_workbench.usecases import get
from pet_workbench.usecases.agreed import Seat, agreed_programs, computation_of
from pet_workbench.widgets.agreed.written import PARTIES, THIRD, WORKING, Words, written

TECHNIQUE: Final = "secret-sharing:pseudonyms"
_N_DESIGN, _N_REAL = 2_000, 10_000


class Story(traitlets.HasTraits):
    """What the reader and the parties have done so far.

    Parameters
    ----------
    words : callable
        Words of the page, in the reader's language: what is agreed is written in it.

    Attributes
    ----------
    threshold_percent, minimum_found, runs : int
        What the reader puts into the agreement.
    decided : bool
        Whether it holds a decision about the columns that do not mean the same.
    turn : int
        Goes up with everything that happens, so that the page can follow.
    approvals : list of Approval
        That were given so far, also for agreements that have changed since.
    earlier : list of Agreement
        That somebody approved.
    found : int or None
        How many households the last run found.
    """

    threshold_percent = traitlets.Int(100)
    minimum_found = traitlets.Int(10)
    runs = traitlets.Int(1)
    decided = traitlets.Bool(False)
    turn = traitlets.Int(0)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words, self.case = words, get("aio")
        self._folder = TemporaryDirectory(prefix="pet-workbench-")
        self.keys = {party: SigningKey(party) for party in PARTIES}
        self.approvals: list[Approval] = []
        self.earlier: list[Agreement] = []
        self.found: int | None = None
        self.registers = {
            party: Register(self.folder / f"{party}.register", party) for party in WORKING
        }
        for register in self.registers.values():
            register.open(words("who"))
        self._tables: dict[str, Mapping[str, Any]] = {}
        self._described: dict[tuple[int, int], Computation] = {}
        self.observe(self._turn, ["threshold_percent", "minimum_found", "runs", "decided"])

    def _turn(self, _: object = None) -> None:
        self.turn += 1

    @property
    def folder(self) -> Path:
        """Return where the registers are."""
        return Path(self._folder.name)

    @property
    def public_keys(self) -> dict[str, str]:
        """Return the public key of every party."""
        return {party: key.public for party, key in self.keys.items()}

    @property
    def agreement(self) -> Agreement:
        """Return the agreement as it reads now."""
        return self.draft(decided=self.decided)

    def draft(self, *, decided: bool) -> Agreement:
        """Return the agreement with the reader's thresholds, with or without the decision."""
        return written(
            self._words, self.public_keys, self._computation(), runs=self.runs, decided=decided
        )

    def _computation(self) -> Computation:
        """Describe the computation of a run on invented data with the reader's thresholds."""
        chosen = (self.threshold_percent, self.minimum_found)
        if chosen not in self._described:
            outcome = self.case.run(
                TECHNIQUE,
                self._table(DESIGN),
                keep_payload_bytes=0,
                threshold_percent=chosen[0],
                minimum_found=chosen[1],
                third_party=THIRD,
            )
            self._described[chosen] = computation_of(outcome, software=software())
        return self._described[chosen]

    def _table(self, stage: str) -> Mapping[str, Any]:
        """Return the tables of a stage: invented ones, and those that stand for the real files."""
        if stage not in self._tables:
            n, seed = (_N_DESIGN, 1) if stage == DESIGN else (_N_REAL, 2)
            self._tables[stage] = self.case.load(n=n, seed=seed)
        return self._tables[stage]

    @property
    def signed(self) -> SignedAgreement:
        """Return the agreement as it reads now, with every approval that was ever given."""
        return SignedAgreement(self.agreement, tuple(self.approvals))

    def state_of(self, party: str, stage: str) -> str:
        """Return ``"signed"``, ``"void"`` or ``"open"``: what an owner's approval is worth now."""
        given = self.signed.of(party, stage)
        if not given:
            return "open"
        agreement, key = self.agreement, self.keys[party].public
        return "signed" if any(one.holds(agreement, key) for one in given) else "void"

    def sign(self, party: str, stage: str) -> None:
        """Let an owner approve the agreement as it reads now.

        Raises
        ------
        PetError
            If it may not: a decision is missing, or the design did not run yet.
        """
        agreement, register = self.agreement, self.registers[party]
        seen = ""
        if stage == REAL:
            runs = tried(register.entries(), agreement)
            seen = runs[-1].mark if runs else ""
        approval = approve(agreement, self.keys[party], stage=stage, at=_now(), seen=seen)
        self.approvals.append(approval)
        if agreement not in self.earlier:
            self.earlier.append(agreement)
        register.add(
            "approved", who=self._words("who"), agreement=agreement.digest, says={"stage": stage}
        )
        self._turn()

    def withdraw(self, party: str) -> None:
        """Let an owner take its approval back."""
        withdraw(self.registers[party], self.agreement, who=self._words("who"), reason="")
        self._turn()

    def refusals(self, stage: str) -> dict[str, list[PetError]]:
        """Return what each party's gate has against a run now; nothing is written down."""
        signed = self.signed
        return {
            party: seat.gate.refusals(signed, signed.agreement.computation, stage=stage)
            for party, seat in self._seats().items()
        }

    def run(self, stage: str) -> None:
        """Run the computation at all three parties, each behind its gate.

        Raises
        ------
        PetError
            The first refusal; nothing was read anywhere then.
        """
        signed, self.found = self.signed, None
        programs = agreed_programs(
            self.case, self._seats(), signed, signed.agreement.computation, stage=stage
        )
        try:
            results, _ = run_parties(programs, keep_payload_bytes=0)
            households = self.case.answer(results).households
            self.found = 0 if households is None else int(households.size)
        finally:
            self._turn()

    def _seats(self) -> dict[str, Seat]:
        return {party: self._seat(party) for party in WORKING}

    def _seat(self, party: str) -> Seat:
        """Return a working party with its gate."""
        gate = Gate(
            party,
            trusted=self.public_keys,
            register=self.registers[party],
            sources={stage: partial(self._own, party, stage) for stage in STAGES},
            who=self._words("who"),
        )
        return Seat(gate, self.keys[party], self.public_keys)

    def _own(self, party: str, stage: str) -> Any:
        return self._table(stage).get(party)

    def entries(self) -> dict[str, list[Entry]]:
        """Return what stands in every register."""
        return {party: register.entries() for party, register in self.registers.items()}

    def kept(self, party: str) -> list[tuple[str, Checkpoint]]:
        """Return the checkpoints of a party that the others keep, with who keeps each."""
        return [
            (keeper, Checkpoint.from_plain(one.says))
            for keeper, entries in self.entries().items()
            for one in entries
            if one.event == "received" and one.says["party"] == party
        ]

    def checked(self, party: str, *, tampered: str = "", with_others: bool = True) -> Verified:
        """Verify a party's register, or a copy of it that was tampered with.

        Parameters
        ----------
        party : str
        tampered : str
            One of `attacks.agreements.WAYS`; empty for the register itself.
        with_others : bool
            Whether the checkpoints of the others are looked at.

        Raises
        ------
        ParameterError
            If there are too few entries to tamper with.
        """
        path = self.registers[party].path
        if tampered:
            copy = self.folder / "tampered.register"
            tamper(tampered, path, copy)
            path = copy
        kept = self.kept(party) if with_others else []
        return verify(path, public=self.keys[party].public, checkpoints=kept)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
