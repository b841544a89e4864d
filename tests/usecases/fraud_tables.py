"""Small tables for the case `fraud`, written by hand or drawn by hypothesis, and a plain oracle."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from hypothesis import strategies as st


class Provider(NamedTuple):
    """One provider of care: scores, None where a party does not know it."""

    insurer: int | None = 80
    bank: int | None = 80
    years: int | None = 10
    changes: int = 0


HIGH, LOW = Provider(changes=3), Provider(insurer=10, bank=10)


def tables(providers: Any, *, seed: int = 0) -> dict[str, pd.DataFrame]:
    """Return the three tables, rows in random order; provider i has number 100 + i."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list[tuple[int, ...]]] = {"Insurer": [], "Bank": [], "KVK": []}
    for number, one in enumerate(providers, start=100):
        if one.insurer is not None:
            rows["Insurer"].append((number, one.insurer))
        if one.bank is not None:
            rows["Bank"].append((number, one.bank))
        if one.years is not None:
            rows["KVK"].append((number, one.years, one.changes))
    names = {"Insurer": ["score"], "Bank": ["score"], "KVK": ["years", "changes"]}
    return {
        party: pd.DataFrame(
            [rows[party][at] for at in rng.permutation(len(rows[party]))],
            columns=["provider", *names[party]],
            dtype=np.int64,
        )
        for party in rows
    }


def expected(providers: Any, insurer: int = 60, bank: int = 60, weighted: int = 70) -> list[int]:
    """Return the numbers of the providers to find, by the words of the question."""
    found = []
    for number, one in enumerate(providers, start=100):
        if one.insurer is None or one.bank is None:
            continue
        facts = 0
        if one.years is not None:
            facts = (40 if one.years < 2 else 0) + 20 * min(one.changes, 3)
        total = 4 * one.insurer + 4 * one.bank + 2 * facts
        if one.insurer >= insurer and one.bank >= bank and total >= 10 * weighted:
            found.append(number)
    return found


score = st.one_of(st.none(), st.sampled_from([0, 1, 59, 60, 61, 99, 100]), st.integers(0, 100))
any_provider = st.builds(
    Provider,
    insurer=score,
    bank=score,
    years=st.one_of(st.none(), st.integers(0, 4)),
    changes=st.integers(0, 5),
)
