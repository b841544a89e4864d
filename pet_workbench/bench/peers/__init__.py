"""Other engines beside this workbench: what they took, in turns, and which were not there.

`record` is one engine at one job beside ours, with ratios; `files` keeps them, and has those that
come with the workbench.  `book` reads what is compared (``tools/peers/peers.toml``), `presence`
tells what is installed, `running` lets engines take turns, and `words` says it to a reader.

>>> from pet_workbench.bench import peers
>>> sorted(record.engine for record in peers.stored("psi") if record.turns)
['openmined-psi', 'pet-workbench']
"""

from pet_workbench.bench.peers.book import scripts
from pet_workbench.bench.peers.files import FAMILIES, keep, load, newest, stored
from pet_workbench.bench.peers.presence import Absent, absent
from pet_workbench.bench.peers.record import OURS, PeerRecord, Ratio, Turns
from pet_workbench.bench.peers.running import GaveUp, Turn, run

__all__ = [
    "FAMILIES",
    "OURS",
    "Absent",
    "GaveUp",
    "PeerRecord",
    "Ratio",
    "Turn",
    "Turns",
    "absent",
    "keep",
    "load",
    "newest",
    "run",
    "scripts",
    "stored",
]
