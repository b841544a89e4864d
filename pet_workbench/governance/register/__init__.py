"""The processing register: who did what with which data, when, why, and what came out.

==============  ========================================================
`entry`         one line, chained to the line before it
`register`      the file of one party, which only grows
`checkpoint`    a signed word on how far it has come, kept by the others
`verifying`     what is wrong with a register, and with which entry
`view`          a supervisor's selection, and its export
==============  ========================================================

Protects: against a party that changes its own history, once others keep a checkpoint; against
losing an entry in a crash.
Does not protect: against what was never written down, nor against all keepers together.  It says
*that* data were used and what came out, not whether what came out was right.
"""

from pet_workbench.governance.register.checkpoint import Checkpoint, checkpoint
from pet_workbench.governance.register.entry import Entry
from pet_workbench.governance.register.register import Register
from pet_workbench.governance.register.verifying import Fault, Verified, verify
from pet_workbench.governance.register.view import Filter, to_csv, to_json, view

__all__ = [
    "Checkpoint",
    "Entry",
    "Fault",
    "Filter",
    "Register",
    "Verified",
    "checkpoint",
    "to_csv",
    "to_json",
    "verify",
    "view",
]
