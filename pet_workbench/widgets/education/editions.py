"""Attack 2: a pupil moves, and the table is published once more."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pet_workbench.usecases.education import CASE, HIDDEN, PUBLISHER, Publication, publish_exact
from pet_workbench.widgets import html, table_html
from pet_workbench.widgets.attacks.part import Part
from pet_workbench.widgets.case import SEED, Words
from pet_workbench.widgets.education import runs
from pet_workbench.widgets.education.publish import epsilon_slider, share
from pet_workbench.widgets.education.runs import COMPLEMENTARY, PRIVATE, SUPPRESSION

MOVERS, ROUNDS = 40, 10
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Moved:
    """A second edition, in which some pupils are at another school.

    Attributes
    ----------
    pupils : DataFrame
    left, joined : ndarray of int64, shape (MOVERS,)
        Places of the groups they left and joined; no group is in it twice.
    passed : ndarray of int64, shape (MOVERS,)
        What the attacker wants to know; half of them did.
    """

    pupils: pd.DataFrame
    left: Whole
    joined: Whole
    passed: Whole


def move(seed: int, n: int = runs.SIZES[1]) -> Moved:
    """Let pupils move to another school with the same programme, half of whom passed.

    Parameters
    ----------
    seed : int
        Of who moves where.
    n : int
        Size of the generated population.
    """
    rng, pupils = np.random.default_rng(seed), runs.tables(n)[PUBLISHER]
    offers = publish_exact(pupils).offers
    group, passed = offers.places(pupils), pupils["passed"].to_numpy()
    free = set(range(len(offers.school)))
    movers: list[int] = []
    left: list[int] = []
    joined: list[int] = []
    for at in rng.permutation(len(pupils)).tolist():
        wanted = len(movers) % 2
        mine = int(group[at])
        alike = [one for one in free if offers.programme[one] == offers.programme[mine]]
        if passed[at] != wanted or mine not in free or len(alike) < 2:
            continue
        there = int(rng.choice([one for one in alike if one != mine]))
        free -= {mine, there}
        movers.append(at)
        left.append(mine)
        joined.append(there)
        if len(movers) == MOVERS:
            break
    moved = pupils.copy()
    for name in ("school", "region"):
        column = moved[name].to_numpy().copy()
        column[movers] = getattr(offers, name)[joined]
        moved[name] = column
    return Moved(moved, np.array(left), np.array(joined), passed[movers])


def guess(first: Publication, second: Publication, moved: Moved, seed: int) -> Whole:
    """Return what the attacker says of everybody who moved: passed or not.

    In the group that was left and in the one that was joined, the number who passed changes by one
    if they did.  Where that cannot be seen, a coin decides.
    """
    signs = np.zeros(len(moved.left))
    for group, sign in ((moved.left, -1), (moved.joined, 1)):
        before, after = first.counts[group, :, 2], second.counts[group, :, 2]
        seen = (before != HIDDEN).all(axis=1) & (after != HIDDEN).all(axis=1)
        change = sign * (after - before)
        failed = change[:, 0] - change[:, 1]
        signs += np.where(seen, change[:, 1] - failed, 0)
    coin = np.random.default_rng(seed).integers(0, 2, len(signs))
    return np.where(signs == 0, coin, signs > 0).astype(np.int64)


class Editions(Part):
    """An epsilon, a button, and how often the attacker was right about whoever moved.

    Attributes
    ----------
    epsilon : Slider
    right : dict of str to float
        Share of right answers by technique.
    table : HTML
    """

    def __init__(self, words: Words) -> None:
        self.right: dict[str, float] = {}
        self.epsilon, self.table = epsilon_slider(words), html("")
        super().__init__(
            words,
            label=words("editions_label"),
            button=words("editions_button"),
            ready=words("editions_ready"),
            controls=(self.epsilon,),
            results=[self.table],
        )

    def clear(self) -> None:
        """Take the last result away."""
        self.right, self.table.value = {}, ""
        super().clear()

    def attack(self) -> None:
        """Publish two editions some times in every way, and count right answers."""
        techniques = (SUPPRESSION, COMPLEMENTARY, PRIVATE)
        hits = dict.fromkeys(techniques, 0)
        for at in range(ROUNDS):
            moved = move(SEED + at)
            for technique in techniques:
                chosen = {"epsilon": self.epsilon.value}
                first = runs.run(technique, runs.SIZES[1], **chosen).answer
                second = CASE.run(technique, {PUBLISHER: moved.pupils}, **chosen).answer
                hits[technique] += int((guess(first, second, moved, at) == moved.passed).sum())
        tries = MOVERS * ROUNDS
        self.right = {technique: hit / tries for technique, hit in hits.items()}
        self.say(
            "editions_found",
            tries=tries,
            suppressed=share(self.right[SUPPRESSION], self.words),
            safely=share(self.right[COMPLEMENTARY], self.words),
            noisy=share(self.right[PRIVATE], self.words),
            epsilon=self.words.epsilon(self.epsilon.value),
            together=self.words.epsilon(2 * self.epsilon.value),
        )
        self.table.value = self._table()

    def _table(self) -> str:
        """Return right answers by technique."""
        words = self.words
        frame = pd.DataFrame(
            [(words.technique(one), share(right, words)) for one, right in self.right.items()],
            columns=["way", "right"],
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("editions_caption"),
            headers={name: words(f"editions_{name}") for name in frame.columns},
        )
