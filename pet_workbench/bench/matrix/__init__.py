"""The matrix: every case by every kind of technique, with evidence or the reason why not.

What is measured comes from records; what is judged stands in ``judgements.toml``.
`address` gives every cell an id that pages, reports and decision tools link to.
"""

from pet_workbench.bench.matrix.cells import Cost, Entry, Evidence, Fits, Possible, WhyNot
from pet_workbench.bench.matrix.judgements import ANSWERS, LEVELS
from pet_workbench.bench.matrix.kinds import KINDS, address, kinds_of
from pet_workbench.bench.matrix.matrix import Matrix, build
from pet_workbench.bench.matrix.names import case_name, kind_name, technique_name
from pet_workbench.bench.matrix.reading import reading
from pet_workbench.bench.matrix.scores import BY, score, score_words
from pet_workbench.bench.matrix.told import Said, Told, say, tell

__all__ = [
    "ANSWERS",
    "BY",
    "KINDS",
    "LEVELS",
    "Cost",
    "Entry",
    "Evidence",
    "Fits",
    "Matrix",
    "Possible",
    "Said",
    "Told",
    "WhyNot",
    "address",
    "build",
    "case_name",
    "kind_name",
    "kinds_of",
    "reading",
    "say",
    "score",
    "score_words",
    "technique_name",
    "tell",
]
