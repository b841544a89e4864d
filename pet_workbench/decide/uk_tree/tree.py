"""The guide's tree as it stands in ``content/uk_tree.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual
from pet_workbench.decide.conditions import Answers, Condition, alternatives

FILE = "uk_tree"


@dataclass(frozen=True)
class Leaf:
    """What the guide suggests at the end of a path.

    Attributes
    ----------
    id : str
    theirs : tuple of int
        Its numbers in their file; some leaves stand in two places.
    name, says : Bilingual
        What it is called, and what it is in one sentence.
    parts : tuple of str
        The parts of our arrangements, or our outcomes, that come nearest.
    near : Bilingual or None
        How near, where that is not the same thing.
    sources : tuple of str
    """

    id: str
    theirs: tuple[int, ...]
    name: Bilingual
    says: Bilingual
    parts: tuple[str, ...]
    near: Bilingual | None
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Branch:
    """One answer to a question of the guide.

    Attributes
    ----------
    id : str
    theirs : int
    says : Bilingual
    to, leaf : str
        The next question, or the leaf; the other one is empty.
    when : tuple of Condition
        On our answers; one has to hold.  None: our answers never decide it.
    """

    id: str
    theirs: int
    says: Bilingual
    to: str
    leaf: str
    when: tuple[Condition, ...]

    def because(self, answers: Answers) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
        """Return the answers for which this branch fits, or None if it does not."""
        for condition in self.when:
            if condition.holds(answers):
                return tuple((question, tuple(answers[question])) for question in condition.needs)
        return None


@dataclass(frozen=True)
class Node:
    """A question of the guide.

    Attributes
    ----------
    id : str
    theirs : int
    asks : Bilingual
    both : bool
        Whether the guide says that the other branch deserves a look in any case.
    branches : tuple of Branch
    """

    id: str
    theirs: int
    asks: Bilingual
    both: bool
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Remark:
    """Something that one of the two does better than the other.

    Attributes
    ----------
    id : str
    says : Bilingual
    sources : tuple of str
    """

    id: str
    says: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Tree:
    """The guide's tree, and what we say of it.

    Attributes
    ----------
    title, licence : Bilingual
    url, code : str
        The guide, and where its tree is published.
    tree_changed, site_changed : str
        ISO dates.
    root : Node
    nodes : mapping of str to Node
    leaves : mapping of str to Leaf
    better, missing : tuple of Remark
        What the guide does better than we do, and what it does not ask or know.

    Examples
    --------
    >>> len(tree().nodes), len(tree().leaves), tree().root.theirs
    (8, 8, 1)
    """

    title: Bilingual
    licence: Bilingual
    url: str
    code: str
    tree_changed: str
    site_changed: str
    root: Node
    nodes: Mapping[str, Node]
    leaves: Mapping[str, Leaf]
    better: tuple[Remark, ...]
    missing: tuple[Remark, ...]

    def next(self, branch: Branch) -> Node | Leaf:
        """Return where a branch leads."""
        return self.leaves[branch.leaf] if branch.leaf else self.nodes[branch.to]


@cache
def tree() -> Tree:
    """Return the tree of ``content/uk_tree.toml``.

    Raises
    ------
    DataError
        If the file lacks something.
    """
    written = content.read(FILE)
    about = written["about"]
    nodes = {id: _node(id, item) for id, item in written["nodes"].items()}
    return Tree(
        title=content.bilingual(about, "title", where=f"{FILE}.about"),
        licence=content.bilingual(about, "licence", where=f"{FILE}.about"),
        root=nodes[about["root"]],
        nodes=nodes,
        leaves={id: _leaf(id, item) for id, item in written["leaves"].items()},
        better=_remarks(written, "better"),
        missing=_remarks(written, "missing"),
        **{name: about[name] for name in ("url", "code", "tree_changed", "site_changed")},
    )


def _node(id: str, item: Mapping[str, Any]) -> Node:
    where = f"{FILE}.nodes.{id}"
    branches = tuple(
        Branch(
            key,
            one["theirs"],
            content.bilingual(one, "says", where=f"{where}.{key}"),
            one.get("to", ""),
            one.get("leaf", ""),
            alternatives(one.get("when", []), where=f"{where}.{key}"),
        )
        for key, one in item["branches"].items()
    )
    asks = content.bilingual(item, "asks", where=where)
    return Node(id, item["theirs"], asks, item.get("both", False), branches)


def _leaf(id: str, item: Mapping[str, Any]) -> Leaf:
    where = f"{FILE}.leaves.{id}"
    return Leaf(
        id,
        theirs=tuple(item["theirs"]),
        parts=tuple(item["parts"]),
        near=content.optional(item, "near", where=where),
        sources=content.sourced(item, where=where),
        **content.texts(item, "name", "says", where=where),
    )


def _remarks(written: Mapping[str, Any], kind: str) -> tuple[Remark, ...]:
    return tuple(
        Remark(
            id,
            content.bilingual(item, "says", where=f"{FILE}.{kind}.{id}"),
            content.sourced(item, where=f"{FILE}.{kind}.{id}"),
        )
        for id, item in written[kind].items()
    )
