"""Which lists a coalition reads, for every technique of both cases on lists."""

from itertools import chain, combinations

import numpy as np
import pytest

from pet_workbench.attacks.pooled_lists import read_lists
from pet_workbench.usecases import fugitives, informants

CASES = {case.key: (case, case.load(n=300, seed=3)) for case in (fugitives.CASE, informants.CASE)}
EXPECTED = {
    # the first party asks, the second holds, the third helps: A, B, C; and whose list is read
    ("fugitives", "secret-sharing:pseudonyms"): {"AC": "B", "BC": "A"},
    ("fugitives", "private-set-intersection"): {},
    ("fugitives", "hashed-ids"): {"B": "A", "BC": "A"},
    ("fugitives", "trusted-third-party"): {"C": "AB", "AC": "B", "BC": "A"},
    ("fugitives", "plain-exchange"): {"A": "B", "AC": "B"},
    ("informants", "private-set-intersection"): {},
    ("informants", "private-set-intersection:size"): {},
    ("informants", "secret-sharing:pseudonyms"): {"AC": "B", "BC": "A"},
    ("informants", "hashed-ids"): {"B": "A", "BC": "A"},
    ("informants", "trusted-third-party"): {"C": "AB", "AC": "B", "BC": "A"},
    ("informants", "plain-exchange"): {"A": "B", "AC": "B"},
}
COALITIONS = list(chain.from_iterable(combinations("ABC", size) for size in (1, 2, 3)))


@pytest.mark.parametrize(("key", "technique"), EXPECTED)
def test_every_coalition(key, technique):
    """With everybody as a candidate, exactly these coalitions read exactly these lists."""
    case, tables = CASES[key]
    transcript = case.run(technique, tables).transcript
    everybody = np.concatenate([table["person"].to_numpy() for table in tables.values()])
    letters = dict(zip("ABC", case.roles(tables, case.parameters), strict=True))
    for coalition in COALITIONS:
        parties = {letters[one] for one in coalition} & set(transcript.parties)
        views = {party: transcript.view(party) for party in parties}
        read = {one.owner: one for one in read_lists(views, everybody)}
        expected = EXPECTED[key, technique].get("".join(coalition), "")
        assert set(read) == {letters[one] for one in expected}, coalition
        for owner, one in read.items():
            _check(one, tables[owner])


def _check(read, table):
    """Hold a list that was read against the table of its owner."""
    if "days_ago" in table and not read.is_clear:
        table = table[table["days_ago"] <= 30]
    assert set(read.persons.tolist()) == set(table["person"])
    if read.numbers is not None:
        regions = dict(zip(table["person"], table["region"], strict=True))
        assert [regions[one] for one in read.persons.tolist()] == read.numbers.tolist()


def test_only_candidates_are_recognised():
    """Whoever is not tried is not found behind a pseudonym."""
    case, tables = CASES["fugitives"]
    transcript = case.run("secret-sharing", tables).transcript
    views = {party: transcript.view(party) for party in (fugitives.BANK, "RINIS")}
    sought = tables[fugitives.JUSTICE]["person"].to_numpy()
    read = read_lists(views, sought[:7])
    assert sorted(read[0].persons) == sorted(sought[:7])
    assert read_lists(views, np.array([1, 2, 3])) == ()
