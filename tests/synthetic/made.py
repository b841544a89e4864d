"""Synthetic pupils of every generator, each made once for all tests; and a table with a leak."""

from functools import cache

import numpy as np
import pandas as pd

from pet_workbench.synthetic import Cart, Categories, Copy, Description, Independent, Numbers
from tests.synthetic.pupils import PUPILS, halves, private

REGISTER = Description(
    {"day": Numbers((0.0, 5_000, 10_000)), "group": Categories(tuple(range(10)))}
)


@cache
def fitted(name):
    """Return what a generator learned from two in three pupils."""
    made = {"copy": Copy, "independent": Independent, "cart-not-private": Cart, "private": private}
    return made[name]().fit(halves()[0], PUPILS)


@cache
def drawn(name):
    """Return as many synthetic pupils as there were to learn from, as far as one may know."""
    learned = fitted(name)
    return learned.draw(round(getattr(learned, "rows", len(halves()[0]))), seed=3)


@cache
def register():
    """Return two registers in which a day is nearly unique, and says nothing about the group."""
    rng = np.random.default_rng(6)
    days, groups = rng.uniform(0, 10_000, 1_600), rng.integers(0, 10, 1_600)
    table = pd.DataFrame({"day": days, "group": groups})
    return table[:800].reset_index(drop=True), table[800:].reset_index(drop=True)
