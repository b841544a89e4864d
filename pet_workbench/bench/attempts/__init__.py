"""Each case's attack, run on every one of its techniques, so that they can be compared.

A case has one attacker, the same for all its techniques, who goes after one kind of secret; what
else leaks is said with the technique (`pet_workbench.usecases.Technique.leaks`).  An attempt makes
a run of its own with all messages kept; thresholds stand in `trial`.

Protects: nothing; it shows what the simplest determined attacker gets.
Does not protect: an attempt that fails proves nothing about other attackers.  What each does not
try is in its words, ``attempts.<id>.who``.
"""

from pet_workbench.bench.attempts.plan import attack_of, attempt, no_attempt
from pet_workbench.bench.attempts.trial import NOISY_RUNS, SUCCEEDED

__all__ = ["NOISY_RUNS", "SUCCEEDED", "attack_of", "attempt", "no_attempt"]
