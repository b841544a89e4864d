"""The gate of one party: nothing is read before everything is in order.

An adviser in a podcast compares it with a lorry's brakes: without air pressure it cannot drive
[1]_.  Every party has a gate of its own and believes nobody else's: the agreement must be the one
that all owners signed with the keys *this* party knows, the run asked for must be the one agreed
on, in its time, within the number of runs and the budget that *its own* register still leaves.  A
run is written down before any data are read, so that two runs cannot both be the last one allowed.

Protects: against runs that are unsigned, changed, too early, too late or too many; against a clock
that is put back; against a real run that nobody has seen at work.
Does not protect: against whoever holds the machine and reads the file without this gate.

References
----------
.. [1] "Armoedebestrijding met privacy technologie", podcast, episode 2 (BNR Eyeopeners, 3 November
   2022).
"""

from collections.abc import Iterator, Mapping

from pet_workbench.core import DataError, PetError
from pet_workbench.governance.agreement import Agreement
from pet_workbench.governance.approval import SignedAgreement
from pet_workbench.governance.canonical import Json
from pet_workbench.governance.checking import problems, runs
from pet_workbench.governance.computation import Computation
from pet_workbench.governance.permit import Permit, Source, Use
from pet_workbench.governance.register import Entry, Register

_OF_THE_REGISTER = frozenset(
    {
        "errors.register_broken",
        "errors.register_clock",
        "errors.register_party",
        "errors.register_size",
        "errors.file_unusable",
        "errors.file_busy",
        "errors.file_no_lock",
    }
)
"""What is wrong with a register cannot be written in it."""


class Gate:
    """The gate of one party.

    Parameters
    ----------
    party : str
    trusted : mapping of str to str
        Public keys by party, which this party got over another road.
    register : Register
        Its own.
    sources : mapping of str to callable
        What to read, by stage; a stage without one cannot run here.
    who : str
        The person or programme that acts for the party.
    """

    def __init__(
        self,
        party: str,
        *,
        trusted: Mapping[str, str],
        register: Register,
        sources: Mapping[str, Source],
        who: str,
    ) -> None:
        self.party, self.who, self.register = party, who, register
        self._trusted, self._sources = dict(trusted), dict(sources)

    def refusals(
        self, signed: SignedAgreement, asked: Computation, *, stage: str
    ) -> list[PetError]:
        """Return every reason to refuse a run; nothing is written down, and no data are read."""
        entries = self.register.entries()
        found = list(self._problems(signed, asked, stage, entries))
        try:
            self.register.now(entries[-1] if entries else None)
        except DataError as error:
            found.append(error)
        return found

    def admit(self, signed: SignedAgreement, asked: Computation, *, stage: str) -> Permit:
        """Give a permit for one run, and write it down.

        Parameters
        ----------
        signed : SignedAgreement
        asked : Computation
            What is about to run, as the engine has it.
        stage : {"design", "real"}

        Raises
        ------
        PetError
            The first of the `refusals`; it is written down, and no data are read.
        """
        agreement = signed.agreement

        def decide(entries: list[Entry]) -> Mapping[str, Json]:
            for problem in self._problems(signed, asked, stage, entries):
                raise problem
            return {
                "stage": stage,
                "number": len(runs(entries, agreement, stage)) + 1,
                "purpose": agreement.purpose[:1000],
                "case": asked.case,
                "technique": asked.technique,
                "epsilon": asked.epsilon,
            }

        try:
            started = self.register.add_after(
                decide, "started", who=self.who, agreement=agreement.digest
            )
        except PetError as error:
            self._write_refusal(agreement, stage, error)
            raise
        return Permit(stage, started, self.register, Use(self._sources[stage]))

    def _write_refusal(self, agreement: Agreement, stage: str, error: PetError) -> None:
        """Write a refusal down, unless the register itself is what is wrong."""
        if error.id in _OF_THE_REGISTER:
            return
        says: dict[str, Json] = {"stage": stage[:20], "reason": error.id}
        self.register.add("refused", who=self.who, agreement=agreement.digest, says=says)

    def _problems(
        self, signed: SignedAgreement, asked: Computation, stage: str, entries: list[Entry]
    ) -> Iterator[PetError]:
        """Yield what is not in order, the most telling first."""
        return problems(
            signed,
            asked,
            party=self.party,
            stage=stage if stage in self._sources else "",
            trusted=self._trusted,
            entries=entries,
            now=self.register.clock(),
        )


def withdraw(register: Register, agreement: Agreement, *, who: str, reason: str) -> Entry:
    """Take an approval back at one's own gate: from now on it refuses every run of it.

    Parameters
    ----------
    register : Register
        Of the party that takes it back.
    agreement : Agreement
    who, reason : str

    Raises
    ------
    DataError
        If the register cannot be written.
    """
    return register.add(
        "withdrawn", who=who, agreement=agreement.digest, says={"reason": reason[:400]}
    )
