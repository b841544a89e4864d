"""The weighing framework: may we, can we, is it desirable; by several people, in their own roles.

It is a guide to a conversation, no checklist.  Scores are kept per person and never averaged: what
counts is the lowest score and how far people are apart, and a 0 of one person on a question that
blocks is the outcome, whatever the other scores.

>>> from pet_workbench.decide.weighing import Weighing, find
>>> find(Weighing.empty()).outcome
'open'
"""

from pet_workbench.decide.weighing.example import example
from pet_workbench.decide.weighing.findings import Findings, Found, find, warnings
from pet_workbench.decide.weighing.framework import (
    Framework,
    Main,
    Role,
    Rules,
    SubQuestion,
    framework,
)
from pet_workbench.decide.weighing.model import Judgement, Person, Project, Weighing
from pet_workbench.decide.weighing.told import (
    Summary,
    item_text,
    outcome_text,
    person_text,
    score_table,
    summary,
    warning_text,
)

__all__ = [
    "Findings",
    "Found",
    "Framework",
    "Judgement",
    "Main",
    "Person",
    "Project",
    "Role",
    "Rules",
    "SubQuestion",
    "Summary",
    "Weighing",
    "example",
    "find",
    "framework",
    "item_text",
    "outcome_text",
    "person_text",
    "score_table",
    "summary",
    "warning_text",
    "warnings",
]
