"""Who meets whom, for which run, and how long they wait for each other."""

from dataclasses import dataclass, field

from pet_workbench.engines.identity import Identity
from pet_workbench.engines.timing import Timing

Address = tuple[str, int]
"""Host and port."""


@dataclass(frozen=True)
class Appointment:
    """Who meets whom, and for which run.

    Attributes
    ----------
    identity : Identity
        Of this party.
    parties : tuple of str
        All parties, in the order that all have.
    run : bytes
        Digest of what was agreed, 32 bytes.
    timing : Timing
    """

    identity: Identity
    parties: tuple[str, ...]
    run: bytes
    timing: Timing = field(default_factory=Timing)

    @property
    def party(self) -> str:
        """Name of this party."""
        return self.identity.party

    @property
    def before(self) -> tuple[str, ...]:
        """Those to connect to."""
        return self.parties[: self.parties.index(self.party)]

    @property
    def after(self) -> tuple[str, ...]:
        """Those to wait for."""
        return self.parties[self.parties.index(self.party) + 1 :]
