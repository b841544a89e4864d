"""What all case pages share: a page is one class of declarations, its sections are made from them.

`page` has the class to subclass, `state` the reader's choices, `words` their texts; the other
modules hold one section each.  `registry` names the pages there are.
"""

from pet_workbench.widgets.case.attack import AttackSection
from pet_workbench.widgets.case.controls import Pick, Slide, Tick
from pet_workbench.widgets.case.declared import (
    ChoiceTask,
    Facts,
    Learned,
    NumberTask,
    OwnAnswer,
    Shown,
    Solution,
)
from pet_workbench.widgets.case.noise import EPSILONS, NOISY, NoiseSection
from pet_workbench.widgets.case.page import CasePage
from pet_workbench.widgets.case.registry import PAGES, page_class
from pet_workbench.widgets.case.section import Busy, Section, figures_html, small, tie
from pet_workbench.widgets.case.seen import view_of
from pet_workbench.widgets.case.state import SEED, CaseState
from pet_workbench.widgets.case.words import Words

__all__ = [
    "EPSILONS",
    "NOISY",
    "PAGES",
    "SEED",
    "AttackSection",
    "Busy",
    "CasePage",
    "CaseState",
    "ChoiceTask",
    "Facts",
    "Learned",
    "NoiseSection",
    "NumberTask",
    "OwnAnswer",
    "Pick",
    "Section",
    "Shown",
    "Slide",
    "Solution",
    "Tick",
    "Words",
    "figures_html",
    "page_class",
    "small",
    "tie",
    "view_of",
]
