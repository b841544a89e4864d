"""The legal gate: before any technique comes the question whether it may at all.

Questions, rules and questions of law stand in ``content/gate.toml`` and ``content/laws.toml``.
What comes out is a list of questions for a lawyer, never advice: a "don't know yet" is never taken
for a yes, and a technique never makes up for a legal basis that is not there.
"""

from pet_workbench.decide.gate.judging import judge
from pet_workbench.decide.gate.law_questions import Law, laws
from pet_workbench.decide.gate.reading import Rule, Way, notice, outcomes, questions, rules, ways
from pet_workbench.decide.gate.verdict import OpenPoint, Reason, Verdict

__all__ = [
    "Law",
    "OpenPoint",
    "Reason",
    "Rule",
    "Verdict",
    "Way",
    "judge",
    "laws",
    "notice",
    "outcomes",
    "questions",
    "rules",
    "ways",
]
