"""Synthetic data: rows of nobody, learned from a table; how useful they are, and how risky.

Three ways to learn behind one interface (`generator`), all with a public description of the
columns (`description`): `marginals` keeps single columns, with disclosure control; `cart` keeps
nearly every relation and is not private; `private` keeps pairs of columns, with differential
privacy.  `yardsticks` are a copy and columns on their own.  `utility` measures what can still be
done with the rows, `risk` attacks them, and `datasheet` says all of it in ids and numbers.

Protects: as far as a generator promises (`generator.PROMISE`), and no further.
Does not protect: by being synthetic.
"""

from pet_workbench.synthetic.cart import Cart
from pet_workbench.synthetic.description import Categories, Description, Numbers
from pet_workbench.synthetic.generator import GENERATORS, PROMISE, Fitted, Generator
from pet_workbench.synthetic.marginals import Marginals
from pet_workbench.synthetic.private import Private, TreeOfPairs
from pet_workbench.synthetic.yardsticks import Copy, Independent

__all__ = [
    "GENERATORS",
    "PROMISE",
    "Cart",
    "Categories",
    "Copy",
    "Description",
    "Fitted",
    "Generator",
    "Independent",
    "Marginals",
    "Numbers",
    "Private",
    "TreeOfPairs",
]
