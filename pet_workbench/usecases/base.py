"""What a use case and a technique are, and how one run becomes one outcome."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any, ClassVar

from pet_workbench.core import (
    Engine,
    Entropy,
    Outcome,
    ParameterError,
    Ran,
    Release,
    run_parties,
)
from pet_workbench.core.network import KEEP_PAYLOAD_BYTES, Interference, Program
from pet_workbench.usecases.only_here import check_only_here

if TYPE_CHECKING:
    import pandas as pd

    from pet_workbench.usecases.own_files import OwnFile

Tables = Mapping[str, "pd.DataFrame"]
"""One private table per party, by the party's name."""
Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Technique:
    """One way to answer a case's question.

    Attributes
    ----------
    id : str
        A slug, with a variant after a colon: ``"secret-sharing:pseudonyms"``.
    programs : callable
        From the parties' tables and the run's parameters to one program per party.  It hands every
        table to its own party unread; what others learn of it travels in messages.
    leaks : tuple of str
        Ids of what parties learn beyond the answer.
    measured_to : int or None
        Largest size at which it is worth measuring; None for no limit.
    live_to : int or None
        Largest size at which a page runs it at every move of a slider, beyond which a reader asks
        for it; None for no limit.
    """

    id: str
    programs: Callable[[Tables, Parameters], Mapping[str, Program]]
    leaks: tuple[str, ...] = ()
    measured_to: int | None = None
    live_to: int | None = None


class UseCase(ABC):
    """A question about data that several parties hold.

    A case of your own is a subclass with the attributes and methods below, in one module; see
    CONTRIBUTING.md.

    Attributes
    ----------
    key : str
        Name in code, catalogues and file names.
    techniques : mapping of str to Technique
        By full id, the recommended one of each kind first.
    parameters : mapping of str to value
        What a run may choose, with the defaults.
    sizes : tuple of int
        Sizes at which to measure the case, ascending; the last is that of the country.
    own_tables : str
        Module that knows the user's own files, imported when there are any: ``FILES``, an `OwnFile`
        by party, and ``read(files)``; empty for a case that takes none, or has methods for them.
    """

    key: ClassVar[str]
    techniques: ClassVar[Mapping[str, Technique]]
    parameters: ClassVar[Parameters]
    sizes: ClassVar[tuple[int, ...]] = (8,)
    own_tables: ClassVar[str] = ""

    @abstractmethod
    def load(self, *, n: int, seed: int) -> dict[str, "pd.DataFrame"]:
        """Generate tables of about national shape for `n` people."""

    def read(self, files: Mapping[str, Path | bytes]) -> dict[str, "pd.DataFrame"]:
        """Read tables of your own, one file per party by the party's name.

        Raises
        ------
        ParameterError
            If the case takes no files.
        DataError
            If a file is not as the case needs it; nothing is read then, and all problems are in
            ``parameters["problems"]``.
        """
        if not self.own_tables:
            raise ParameterError(
                "errors.no_own_data",
                "need a case that reads files, got {case}, which takes none ({count} given)",
                case=self.key,
                count=len(files),
            )
        read: Callable[..., dict[str, pd.DataFrame]] = import_module(self.own_tables).read
        return read(files)

    def own_file(self, party: str) -> "OwnFile | None":
        """Return what the file of `party` must look like; None if the case takes none of it."""
        if not self.own_tables:
            return None
        files: Mapping[str, OwnFile] = import_module(self.own_tables).FILES
        return files.get(party)

    def read_own(self, party: str, file: Path | bytes) -> "pd.DataFrame":
        """Read the table of one party, on a machine where no other party's table is.

        Whatever takes two tables to see is not checked.

        Raises
        ------
        ParameterError
            If the case takes no file of this party.
        DataError
            If the file is not as the case needs it.
        """
        form = self.own_file(party)
        if form is None:
            raise ParameterError(
                "errors.no_own_file",
                "need a party whose file case {case} can read by itself, got {party}",
                case=self.key,
                party=party,
            )
        return form.read(file, file=party).frame

    @abstractmethod
    def exact(self, tables: Tables, **parameters: Any) -> Any:
        """Answer the question on the pooled tables, with plain arithmetic."""

    def exact_for(self, technique: Technique, tables: Tables, parameters: Parameters) -> Any:
        """Return what the answer of `technique` is compared with; mostly the same for all."""
        return self.exact(tables, **parameters)

    @abstractmethod
    def answer(self, results: Mapping[str, Any]) -> Any:
        """Pick the answer from what the parties' programs returned."""

    @abstractmethod
    def error(self, answer: Any, exact: Any) -> float:
        """Return how far `answer` is from `exact`."""

    @abstractmethod
    def released(self, technique: Technique, answer: Any) -> tuple[Release, ...]:
        """Say what left the computation, and to whom."""

    @abstractmethod
    def roles(self, tables: Tables, parameters: Parameters) -> Mapping[str, str]:
        """Return the id of each party's role, by name, for parties that may take part in a run.

        Words about a party are looked up by its role, and attacks find their parties by it.
        """

    def check(self, parameters: Parameters) -> None:  # noqa: B027 - most cases have ranges to check, none must
        """Raise `ParameterError` where the values of a run make no sense."""

    def technique(self, id: str) -> Technique:
        """Return the technique `id`; a slug without variant means the first of its kind.

        Raises
        ------
        ParameterError
            If the case has no such technique.
        """
        for full, technique in self.techniques.items():
            if id in (full, full.split(":")[0]):
                return technique
        raise ParameterError(
            "errors.unknown_technique",
            "need one of {known} for case {case}, got {id}",
            known=", ".join(self.techniques),
            case=self.key,
            id=id,
        )

    def run(
        self,
        technique: str,
        tables: Tables,
        *,
        teaching_seed: int | None = None,
        keep_payload_bytes: int = KEEP_PAYLOAD_BYTES,
        interfere: Interference | None = None,
        engine: Engine | None = None,
        **parameters: Any,
    ) -> Outcome:
        """Answer the question with `technique` and record what it took.

        Parameters
        ----------
        technique : str
            Id, with or without variant.
        tables : mapping of str to DataFrame
            One private table per party.
        teaching_seed : int, optional
            Makes all secrets predictable, so that a lesson can be repeated; marks the outcome.
        keep_payload_bytes : int
            How much of the messages to keep for looking at.
        interfere : callable, optional
            Changes or loses messages, for lessons; see `run_parties`.
        engine : Engine, optional
            Where the parties run, such as `pet_workbench.engines.LocalProcesses`; by default in
            this process.  Elsewhere `seconds` counts from when all parties have met.
        **parameters
            Any of the case's `parameters`.

        Returns
        -------
        Outcome

        Raises
        ------
        ParameterError
            If the technique or a parameter is unknown or out of range, or does not go with an
            engine.
        ProtocolError
            If messages are lost or do not fit, or a party stops.
        PrivacyError
            If the run would reveal more than the case allows.
        """
        chosen = self.technique(technique)
        full = self.complete(parameters)
        entropy = Entropy(teaching_seed=teaching_seed)
        if engine is not None:
            check_only_here(teaching_seed=teaching_seed, interfere=interfere)
            ran = engine.run(chosen.programs(tables, full), keep_payload_bytes=keep_payload_bytes)
        else:
            start, cpu = perf_counter(), process_time()
            results, transcript = run_parties(
                chosen.programs(tables, full),
                entropy=entropy,
                keep_payload_bytes=keep_payload_bytes,
                interfere=interfere,
            )
            ran = Ran(results, transcript, perf_counter() - start, process_time() - cpu)
        return self._outcome(chosen, tables, full, ran, entropy)

    def _outcome(
        self,
        chosen: Technique,
        tables: Tables,
        full: Parameters,
        ran: Ran,
        entropy: Entropy,
    ) -> Outcome:
        """Compare the answer with the exact one, and write the record of a run."""
        answer = self.answer(ran.results)
        exact = self.exact_for(chosen, tables, full)
        return Outcome(
            case=self.key,
            technique=chosen.id,
            parameters=full,
            answer=answer,
            exact=exact,
            error=self.error(answer, exact),
            seconds=ran.seconds,
            cpu_seconds=ran.cpu_seconds,
            transcript=ran.transcript,
            released=self.released(chosen, answer),
            leaks=chosen.leaks,
            roles=self.roles(tables, full),
            is_secure_randomness=entropy.is_secure,
        )

    def complete(self, chosen: Parameters) -> dict[str, Any]:
        """Fill in the defaults and check the whole.

        Raises
        ------
        ParameterError
            If a parameter is unknown or out of range.
        """
        for name in chosen:
            if name not in self.parameters:
                raise ParameterError(
                    "errors.unknown_parameter",
                    "need one of {known} for case {case}, got {name}",
                    known=", ".join(self.parameters),
                    case=self.key,
                    name=name,
                )
        full = {**self.parameters, **chosen}
        self.check(full)
        return full
