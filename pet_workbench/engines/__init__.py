"""Run parties apart: in processes of their own on this machine, or on machines of their own.

`LocalProcesses` is an engine for `UseCase.run`: one process per party, with real connections.
`run_party` plays one party on its own machine; ``pet-workbench party`` does so from the command
line, see README.md in this folder.
"""

from pet_workbench.engines.agreement import Agreement, read_agreement
from pet_workbench.engines.appointment import Appointment
from pet_workbench.engines.emulation import EmulatedNetwork
from pet_workbench.engines.identity import Identity
from pet_workbench.engines.local import LocalProcesses
from pet_workbench.engines.meeting import listen
from pet_workbench.engines.office import Part, run_party
from pet_workbench.engines.timing import Timing

__all__ = [
    "Agreement",
    "Appointment",
    "EmulatedNetwork",
    "Identity",
    "LocalProcesses",
    "Part",
    "Timing",
    "listen",
    "read_agreement",
    "run_party",
]
