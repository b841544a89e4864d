"""The budget ledger: who asked what, what for, what it cost, and what is left.

A ledger is a file that only grows.  Its first line says which data it is about, whose privacy, and
the budget; every other line is one release.  A line is written, and has reached the disk, *before*
any data are read: a crash costs budget, never privacy.

====================  ==============================================================
`ledger`              `Ledger`: create, open, charge, look
`filters`             when a release still fits in the budget, and what that proves
`head`, `entry`       the lines, as objects
`chain`               a half-written line is recognised, an edited one is refused
`file`, `lock`        on disk, one writer at a time
====================  ==============================================================

Protects: everybody in the data, against all releases of one ledger together: however cleverly a
next question follows from earlier answers, and also when two processes ask at the same moment.
Does not protect: against a file that is put back, copied, removed or written anew on purpose: keep
it where askers cannot write, and in the back-up apart from the data.  Against a second ledger about
the same people.  On Binder the file is lost with the server, and the budget with it.
"""

from pet_workbench.dp.ledger.entry import Entry
from pet_workbench.dp.ledger.ledger import Ledger

__all__ = ["Entry", "Ledger"]
