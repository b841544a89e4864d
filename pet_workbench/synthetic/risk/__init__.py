"""What synthetic rows tell about the people they were learned from, found out by attacking them.

The four attacks are those of the European data protection authorities' three questions [1]_, as
measured by Giomi et al. [2]_, and the oldest one: is a row too near to somebody?  Each is tried on
people who were learned from, and as often on people who were not: only what succeeds more often on
the first is a leak; the rest is what anybody can guess.  See `attacks.attack`.

Protects: nobody; it is how a release is tried before others try it.
Does not protect: against attacks that were not tried.  A risk near zero is no proof; differential
privacy is one.

References
----------
.. [1] Article 29 Data Protection Working Party, "Opinion 05/2014 on Anonymisation Techniques",
   WP216, 2014.
.. [2] M. Giomi, F. Boenisch, C. Wehmeyer, B. Tasnadi, "A unified framework for quantifying privacy
   risk in synthetic data", PoPETs 2023(2), doi:10.56553/popets-2023-0055.
"""

from pet_workbench.synthetic.risk.attacks import (
    ATTACKS,
    INFERENCE,
    LINKABILITY,
    NEAREST,
    SINGLING_OUT,
    Plan,
    attack,
)
from pet_workbench.synthetic.risk.interval import Risk

__all__ = [
    "ATTACKS",
    "INFERENCE",
    "LINKABILITY",
    "NEAREST",
    "SINGLING_OUT",
    "Plan",
    "Risk",
    "attack",
]
