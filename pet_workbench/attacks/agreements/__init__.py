"""Try to run a computation that was not agreed, and see every gate refuse.

`scene` has honest parties; `attempts` does one thing wrong at a time.
"""

from pet_workbench.attacks.agreements.attempts import ATTACKS, Attempted, attempt, control, race
from pet_workbench.attacks.agreements.scene import Scene

__all__ = ["ATTACKS", "Attempted", "Scene", "attempt", "control", "race"]
