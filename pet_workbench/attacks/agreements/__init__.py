"""Try to run a computation that was not agreed, and see every gate refuse.

`scene` has honest parties, `attempts` does one thing wrong at a time, and `tampering` changes a
register afterwards.
"""

from pet_workbench.attacks.agreements.attempts import ATTACKS, Attempted, attempt, control, race
from pet_workbench.attacks.agreements.scene import Scene
from pet_workbench.attacks.agreements.tampering import WAYS, tamper

__all__ = ["ATTACKS", "WAYS", "Attempted", "Scene", "attempt", "control", "race", "tamper"]
