"""Decide with evidence: answers in, and what follows from them by rules that anyone can read.

A `Dossier` holds what people filled in.  Everything that is said about it (the legal gate, the
ranked techniques, the weighing, the balance, the adoption scan) is computed again from the content
files in ``content/``, which hold all questions, rules, texts and sources in Dutch and English.
Nothing here is legal advice, and nothing is sent anywhere.
"""

from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.conditions import Answers, Condition
from pet_workbench.decide.dossier import Dossier
from pet_workbench.decide.questions import Option, Question
from pet_workbench.decide.sources import Source

__all__ = ["Answers", "Bilingual", "Condition", "Dossier", "Option", "Question", "Source"]
