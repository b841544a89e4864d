"""The attack lab: six attacks that are carried out in front of the reader, and what stops them.

>>> from pet_workbench.widgets.attacks import AttackLab
>>> lab = AttackLab(lang="en")
>>> lab.cheating.cheat()
>>> lab.cheating.answers["opening"] is None
True
"""

from pet_workbench.widgets.attacks.lab import AttackLab

__all__ = ["AttackLab"]
