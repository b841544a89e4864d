"""The page of the table: ages that the reader chooses, and panels that follow them.

Make one `Ages` per page and hand it to the panels; each starts again when an age changes.

>>> from pet_workbench.widgets.table import Ages, RingWalk
>>> ages = Ages(lang="en")
>>> walk = RingWalk(ages, lang="en")
>>> walk.next()
>>> walk.step
1
"""

from pet_workbench.widgets.table.ages import Ages
from pet_workbench.widgets.table.changed import ChangedMessage
from pet_workbench.widgets.table.collusion import Collusion
from pet_workbench.widgets.table.cost import Costs
from pet_workbench.widgets.table.exercises import Exercises
from pet_workbench.widgets.table.leaving import Leaving
from pet_workbench.widgets.table.noise import NoisyAverage
from pet_workbench.widgets.table.ring import RingWalk
from pet_workbench.widgets.table.shares import AdditiveShares
from pet_workbench.widgets.table.threshold import ThresholdShares
from pet_workbench.widgets.table.views import WhoSawWhat

__all__ = [
    "AdditiveShares",
    "Ages",
    "ChangedMessage",
    "Collusion",
    "Costs",
    "Exercises",
    "Leaving",
    "NoisyAverage",
    "RingWalk",
    "ThresholdShares",
    "WhoSawWhat",
]
