"""What a measured run would cost elsewhere: on a network, at another size, in euros and energy.

`networks` turns a record into time on a network, and `validation` says how wrong that was.  `laws`
fits how a technique grows with the size, and `checks` holds out the largest size to see whether the
law was right.  `use` is what a run takes, `prices` what that costs per unit, `bills` the sum.

`words` says it to a reader; everything else holds no words.
"""

from pet_workbench.bench.costs import words
from pet_workbench.bench.costs.bills import ENERGY, PARTS, Bill, bill
from pet_workbench.bench.costs.checks import Checked, checked, checks
from pet_workbench.bench.costs.estimate import Estimate
from pet_workbench.bench.costs.laws import Law, fit, laws, together
from pet_workbench.bench.costs.networks import network_seconds, waiting_seconds
from pet_workbench.bench.costs.posterior import COVERAGE
from pet_workbench.bench.costs.prices import OUTSIDE, PRICES, Price, Prices
from pet_workbench.bench.costs.quantities import QUANTITIES
from pet_workbench.bench.costs.shapes import FORMULAS
from pet_workbench.bench.costs.use import Use, seconds_on, use, use_at
from pet_workbench.bench.costs.validation import Compared, Errors, Validation, validation

__all__ = [
    "COVERAGE",
    "ENERGY",
    "FORMULAS",
    "OUTSIDE",
    "PARTS",
    "PRICES",
    "QUANTITIES",
    "Bill",
    "Checked",
    "Compared",
    "Errors",
    "Estimate",
    "Law",
    "Price",
    "Prices",
    "Use",
    "Validation",
    "bill",
    "checked",
    "checks",
    "fit",
    "laws",
    "network_seconds",
    "seconds_on",
    "together",
    "use",
    "use_at",
    "validation",
    "waiting_seconds",
    "words",
]
