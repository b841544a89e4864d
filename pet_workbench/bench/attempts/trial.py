"""What an attack is, the run it is tried on, and when it counts as having succeeded.

The thresholds stand here and nowhere else: an attack *succeeds* with at least `SUCCEEDED` of all
secrets; it *fails* with none, or where its guesses are right no more often than without the run, by
more than `DEVIATIONS` standard deviations of a binomial count; anything between is *partly*.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from pet_workbench.bench.record import Result
from pet_workbench.core import Outcome, View
from pet_workbench.usecases import Parameters, Tables, UseCase

SUCCEEDED = 0.95
"""Share of all secrets from which on an attack has succeeded."""
DEVIATIONS = 3
"""So many standard deviations above guessing, or it is no better than guessing."""
NOISY_RUNS = 100
"""How often a table with noise is made; found is the mean.  One says little about few secrets."""
_KEEP = 2**33


@dataclass(frozen=True)
class Trial:
    """One technique on one set of tables, to be attacked.

    Attributes
    ----------
    case : UseCase
    technique : str
        Full id.
    tables : mapping of str to DataFrame
    parameters : mapping
        All of the case's.
    """

    case: UseCase
    technique: str
    tables: Tables
    parameters: Parameters

    def run(self, *, keep: int = 0) -> Outcome:
        """Run once more, and keep so many bytes of messages."""
        return self.case.run(
            self.technique, self.tables, keep_payload_bytes=keep, **self.parameters
        )

    @cached_property
    def outcome(self) -> Outcome:
        """The run that is attacked, with all of its messages."""
        return self.run(keep=_KEEP)

    @cached_property
    def views(self) -> dict[str, View]:
        """What each party received and drew, by party."""
        transcript = self.outcome.transcript
        return {party: transcript.view(party) for party in transcript.parties}

    @property
    def has_noise(self) -> bool:
        """Whether the technique adds noise, so that one run says little."""
        return "differential-privacy" in self.technique


@dataclass(frozen=True)
class Got:
    """What an attack got.

    Attributes
    ----------
    found, of : int
        How many secrets of how many.
    chance : float
        Share that is right without the run: by guessing.
    runs : int
        Of how many runs `found` is the mean.
    """

    found: int
    of: int
    chance: float = 0.0
    runs: int = 1

    @property
    def share(self) -> float:
        """Which part was found."""
        return self.found / self.of if self.of else 0.0


@dataclass(frozen=True)
class Attack:
    """The attack that every technique of a case has to stand.

    Attributes
    ----------
    id : str
        Its words are ``attempts.<id>.*``.
    finder : str
        ``module:function`` of this package that finds.  It is imported when it is run: with
        it come the cases and their toolkits, which a page that only names attacks does not need.
    most : int
        Largest size at which it is tried.
    fewest : int
        Smallest size at which it makes sense.
    """

    id: str
    finder: str
    most: int
    fewest: int = 1

    def find(self, trial: Trial) -> Got:
        """Attack a run, and return what was got."""
        module, _, name = self.finder.partition(":")
        find: Callable[[Trial], Got] = getattr(import_module(f"{__package__}.{module}"), name)
        return find(trial)


def judged(got: Got) -> Result:
    """Return what an attack that got so much is called.

    Examples
    --------
    >>> judged(Got(0, 100)), judged(Got(3, 100)), judged(Got(100, 100))
    ('failed', 'partly', 'succeeded')

    Of 100 guesses between two that are equally likely 60 is not clearly better than chance, 70 is:

    >>> judged(Got(60, 100, chance=0.5)), judged(Got(70, 100, chance=0.5))
    ('failed', 'partly')

    The same 60 on average in five runs are:

    >>> judged(Got(60, 100, chance=0.5, runs=5))
    'partly'
    """
    expected = got.of * got.chance
    margin = DEVIATIONS * math.sqrt(expected * (1 - got.chance) / got.runs)
    if got.found <= expected + margin:
        return "failed"
    return "succeeded" if got.found >= SUCCEEDED * got.of else "partly"


def best(tried: list[Got]) -> Got:
    """Return what the most successful attacker got; of equals the one with the most to find."""
    return max(tried, key=lambda got: (got.share, got.of))
