"""The adoption scan: what stands between a collaboration and the use of a PET, and what helps.

Each partner is scored on the barriers and preconditions of the report.  What counts is the weakest
link, never an average: one partner that cannot take part stops all of them.
"""

from pet_workbench.decide.adoption.example import Example, example
from pet_workbench.decide.adoption.findings import (
    AspectFinding,
    Difference,
    Findings,
    Link,
    Recommended,
    assess,
)
from pet_workbench.decide.adoption.scan import (
    PRECONDITIONS,
    Aspect,
    Fact,
    Item,
    Limits,
    Measure,
    Scan,
    Step,
    scan,
)
from pet_workbench.decide.adoption.scores import KNOWN, Adoption, Known
from pet_workbench.decide.adoption.told import (
    Summary,
    because_text,
    difference_text,
    group_name,
    origin_text,
    score_text,
    sentence,
    structural_text,
    summary,
)

__all__ = [
    "KNOWN",
    "PRECONDITIONS",
    "Adoption",
    "Aspect",
    "AspectFinding",
    "Difference",
    "Example",
    "Fact",
    "Findings",
    "Item",
    "Known",
    "Limits",
    "Link",
    "Measure",
    "Recommended",
    "Scan",
    "Step",
    "Summary",
    "assess",
    "because_text",
    "difference_text",
    "example",
    "group_name",
    "origin_text",
    "scan",
    "score_text",
    "sentence",
    "structural_text",
    "summary",
]
