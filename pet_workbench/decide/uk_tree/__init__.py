"""The decision tree of the UK government's PETs Adoption Guide, walked with our answers.

Its structure is taken over, its words are not (``content/uk_tree.toml``).  Where our answers do not
decide a branch, every branch is followed: the guide then asks something that we did not ask.  Where
they fit several, all of those are followed: the guide wants one choice, the answers hold more.
"""

from pet_workbench.decide.uk_tree.beside import AGREES, Agree, Beside, beside, compare, judged
from pet_workbench.decide.uk_tree.tree import Branch, Leaf, Node, Remark, Tree, tree
from pet_workbench.decide.uk_tree.walking import HOWS, How, Step, Walk, walk

__all__ = [
    "AGREES",
    "HOWS",
    "Agree",
    "Beside",
    "Branch",
    "How",
    "Leaf",
    "Node",
    "Remark",
    "Step",
    "Tree",
    "Walk",
    "beside",
    "compare",
    "judged",
    "tree",
    "walk",
]
