"""Governance: nothing runs without agreement, and everything that ran can be seen by a supervisor.

=============  ===========================================================================
`agreement`    who, what for, on which basis, with which columns, which exact computation
`columns`      what columns mean, and where two do not mean the same
`computation`  the computation as a description that is compared field by field
`approval`     an owner's signature, for the design on invented data or for the real run
`keys`         a party's key to sign with, in a file under a password
`gate`         every party's own check, before any data are read
`repetition`   earlier questions that are nearly the same
`register`     what was done with the data, as a file that cannot be changed unseen
=============  ===========================================================================

Protects: the owners against a computation that they did not approve, and a supervisor against a
history that one party changed.
Does not protect: against owners that agree on something that should not be done, nor against
somebody who reads a file outside the workbench.
"""

from pet_workbench.governance.agreement import Agreement, Decision, Party
from pet_workbench.governance.approval import Approval, SignedAgreement, approve
from pet_workbench.governance.columns import Column, Conflict, Definition, conflicts
from pet_workbench.governance.computation import (
    Computation,
    Difference,
    Output,
    differences,
    software,
)
from pet_workbench.governance.gate import Gate, withdraw
from pet_workbench.governance.keys import SigningKey
from pet_workbench.governance.permit import Permit
from pet_workbench.governance.repetition import Repetition, repetitions

__all__ = [
    "Agreement",
    "Approval",
    "Column",
    "Computation",
    "Conflict",
    "Decision",
    "Definition",
    "Difference",
    "Gate",
    "Output",
    "Party",
    "Permit",
    "Repetition",
    "SignedAgreement",
    "SigningKey",
    "approve",
    "conflicts",
    "differences",
    "repetitions",
    "software",
    "withdraw",
]
