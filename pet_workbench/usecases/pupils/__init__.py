"""The case `pupils`: real Dutch pupils in, synthetic pupils out, with a data sheet.

See `case` for the question and `register` for the pupils.

Protects: pupils, as far as each technique says.
Does not protect: by being synthetic.
"""

from pet_workbench.usecases.pupils.case import CASE, PupilsCase
from pet_workbench.usecases.pupils.register import KEEPER, N_PUPILS, PUPILS, READER

__all__ = ["CASE", "KEEPER", "N_PUPILS", "PUPILS", "READER", "PupilsCase"]
