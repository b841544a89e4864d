"""Federated learning: one model over tables that stay where they are; only sums travel.

A federated model says which sums it needs at given coefficients (`Model.sums`) and what follows
from their total (`Model.slope`).  `newton` goes from total to total until nothing changes; what
adds the sums up is for the caller to say: plainly, by secret sharing, or with noise.  Because the
sums are exact, the result is that of the pooled tables.  `averaging` is better known, and is not.

Protects: the rows, which do not travel.
Does not protect: what sums tell.  The sums of a site with one patient are that patient's row, and
the last patient at risk stands alone in a sum of a survival model; so sums have to be added up
before anybody reads them, and over enough people.
"""

from pet_workbench.federated.cox import Cox
from pet_workbench.federated.logistic import Logistic
from pet_workbench.federated.model import Fit, Model, Site, Slope
from pet_workbench.federated.newton import newton

__all__ = ["Cox", "Fit", "Logistic", "Model", "Site", "Slope", "newton"]
