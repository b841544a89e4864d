"""Who gains and who loses by working together, in euros, and who pays whom so that nobody loses.

`Balance` holds what the parties filled in.  `bounds` gives each result exactly, from end to end of
the ranges; `outlook` simulates how likely what is; `break_even`, `transfer` and `tornado` say when,
by which payment, and depending on what.  What is no money (a formal role, an incentive) stands
beside it and is never turned into euros.

>>> from pet_workbench.decide.balance import example, outlook
>>> outlook(example("fraud")).parties["banks"].sign
'minus'
"""

from pet_workbench.decide.balance.amount import Amount
from pet_workbench.decide.balance.break_even import (
    BreakEven,
    Need,
    break_even,
    per_year,
    turning_point,
)
from pet_workbench.decide.balance.examples import (
    TOLD,
    About,
    Default,
    about,
    defaults,
    example,
    examples,
    line_name,
    party_name,
    published,
    remark,
    source_of,
    told,
    word,
)
from pet_workbench.decide.balance.model import (
    ASKED,
    GRADES,
    KINDS,
    WHENS,
    Balance,
    Line,
    Party,
)
from pet_workbench.decide.balance.outlook import SIGNS, Outlook, Result, outlook, sign
from pet_workbench.decide.balance.rules import Rules, rules
from pet_workbench.decide.balance.summary import Summary, summary
from pet_workbench.decide.balance.tornado import SHARED, Swing, tornado
from pet_workbench.decide.balance.transfer import Transfer, settle, transfer
from pet_workbench.decide.balance.worth import Bounds, bounds, factors, running, weight

__all__ = [
    "ASKED",
    "GRADES",
    "KINDS",
    "SHARED",
    "SIGNS",
    "TOLD",
    "WHENS",
    "About",
    "Amount",
    "Balance",
    "Bounds",
    "BreakEven",
    "Default",
    "Line",
    "Need",
    "Outlook",
    "Party",
    "Result",
    "Rules",
    "Summary",
    "Swing",
    "Transfer",
    "about",
    "bounds",
    "break_even",
    "defaults",
    "example",
    "examples",
    "factors",
    "line_name",
    "outlook",
    "party_name",
    "per_year",
    "published",
    "remark",
    "rules",
    "running",
    "settle",
    "sign",
    "source_of",
    "summary",
    "told",
    "tornado",
    "transfer",
    "turning_point",
    "weight",
    "word",
]
