"""The adoption scan on the page of the balance: partners, scores, the weakest link, measures.

`part` puts it together; `state` reads and writes the dossier; `scoring` asks, `result` tells.
"""

from pet_workbench.widgets.decide.adoption.part import AdoptionPart

__all__ = ["AdoptionPart"]
