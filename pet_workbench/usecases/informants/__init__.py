"""Two investigation services compare their lists of informants blindly.

`case` is the question and its techniques, `techniques` how each is done, `population` makes data,
and `own_tables` reads a visitor's files.
"""

from pet_workbench.usecases.informants.case import CASE, InformantsCase
from pet_workbench.usecases.informants.techniques import FIRST, SECOND, THIRD_PARTIES, Overlap

__all__ = ["CASE", "FIRST", "SECOND", "THIRD_PARTIES", "InformantsCase", "Overlap"]
