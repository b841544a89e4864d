"""The way of our answers through the guide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pet_workbench.decide.conditions import Answers
from pet_workbench.decide.uk_tree.tree import Branch, Leaf, Node, Tree, tree

How = Literal["decided", "several", "unasked"]
HOWS: tuple[How, ...] = ("decided", "several", "unasked")


@dataclass(frozen=True)
class Step:
    """One question of the guide on the way.

    Attributes
    ----------
    node : Node
    depth : int
        Questions before it.
    followed : tuple of Branch
    because : mapping of str to tuple
        Per followed branch that fits: our answers, as (question, options).
    how : {"decided", "several", "unasked"}
        One branch fits, more than one, or none, so that all are followed.
    """

    node: Node
    depth: int
    followed: tuple[Branch, ...]
    because: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    how: How


@dataclass(frozen=True)
class Walk:
    """The way of our answers through the guide.

    Attributes
    ----------
    steps : tuple of Step
        In order; below a fork, first all of one branch, then of the next.
    leaves : tuple of Leaf
        Where it ends, each once.
    also : tuple of Leaf
        What the guide advises to consider in any case, beside those.
    """

    steps: tuple[Step, ...]
    leaves: tuple[Leaf, ...]
    also: tuple[Leaf, ...]

    @property
    def open(self) -> tuple[Step, ...]:
        """The questions that our answers do not settle."""
        return tuple(step for step in self.steps if step.how != "decided")

    @property
    def is_settled(self) -> bool:
        """Whether our answers decide every question on the way."""
        return not self.open

    @property
    def parts(self) -> frozenset[str]:
        """Our parts that come nearest to what it ends at."""
        return frozenset(part for leaf in self.leaves for part in leaf.parts)


def walk(gate: Answers, needs: Answers) -> Walk:
    """Walk the guide's tree with answers to our questions.

    Parameters
    ----------
    gate, needs : mapping of str to tuple of str
        Answers to the legal gate and on what is needed; may be incomplete.

    Examples
    --------
    >>> needs = {"parties": ("two",), "output": ("lists",), "audience": ("all",),
    ...          "means": ("together",)}
    >>> found = walk({}, needs)
    >>> [leaf.id for leaf in found.leaves], [leaf.id for leaf in found.also], found.is_settled
    (['multi-party-computation'], ['federated-analytics'], True)
    """
    shown = tree()
    steps = tuple(_walk(shown, shown.root, {**gate, **needs}, 0))
    ends = [(step, branch) for step in steps for branch in step.followed if branch.leaf]
    leaves = dict.fromkeys(branch.leaf for _, branch in ends)
    beside = dict.fromkeys(
        branch.leaf
        for step in steps
        for branch in step.node.branches
        if step.node.both and branch.leaf not in leaves
    )
    return Walk(
        steps, tuple(shown.leaves[id] for id in leaves), tuple(shown.leaves[id] for id in beside)
    )


def _walk(shown: Tree, node: Node, answers: Answers, depth: int) -> Iterator[Step]:
    """Yield the question at `node`, and all that come after it."""
    fits = {branch.id: branch.because(answers) for branch in node.branches}
    because = {id: found for id, found in fits.items() if found is not None}
    followed = tuple(branch for branch in node.branches if branch.id in because or not because)
    how: How = "unasked" if not because else "decided" if len(because) == 1 else "several"
    yield Step(node, depth, followed, because, how)
    for branch in followed:
        if branch.to:
            yield from _walk(shown, shown.nodes[branch.to], answers, depth + 1)
