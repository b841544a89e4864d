"""A lower bound on epsilon, from outside: what a mechanism does, not what it says.

================  ==========================================================
`auditor`         run a mechanism on two neighbouring tables, bound epsilon
`statistics`      what may tell outputs of two tables apart
`bounds`          chances of an event from how often it was seen
`drawing`         a query of this room as a mechanism to audit
================  ==========================================================

Protects: nobody; it finds out what does not.
Does not protect: a bound below the promise is no proof of it.  The worst tables may be others, and
the event that tells most another one.
"""

from pet_workbench.dp.audit.auditor import Audit, audit
from pet_workbench.dp.audit.bounds import epsilon_at_least
from pet_workbench.dp.audit.drawing import drawn_by

__all__ = ["Audit", "audit", "drawn_by", "epsilon_at_least"]
