"""The PET chooser: from what is needed and what is given to ranked techniques with reasons.

Questions, arrangements, rules and cases stand in ``content/needs.toml``, ``arrangements.toml``,
``rules.toml`` and ``cases.toml``, for anybody to read and change.  An advice is a suggestion to
discuss, never a verdict; the legal gate goes before it.
"""

from pet_workbench.decide.chooser.advice import Advice, LeftOut, Ranked, advise
from pet_workbench.decide.chooser.arrangements import (
    Arrangement,
    arrangement,
    arrangements,
    outcomes,
)
from pet_workbench.decide.chooser.cases import CaseEntry, case, cases, nearest
from pet_workbench.decide.chooser.changes import Change
from pet_workbench.decide.chooser.fired import Fired
from pet_workbench.decide.chooser.levels import Level, Scale, scale
from pet_workbench.decide.chooser.needs import needs as questions
from pet_workbench.decide.chooser.needs import ordered
from pet_workbench.decide.chooser.rules import Rule, rules

__all__ = [
    "Advice",
    "Arrangement",
    "CaseEntry",
    "Change",
    "Fired",
    "LeftOut",
    "Level",
    "Ranked",
    "Rule",
    "Scale",
    "advise",
    "arrangement",
    "arrangements",
    "case",
    "cases",
    "nearest",
    "ordered",
    "outcomes",
    "questions",
    "rules",
    "scale",
]
