"""Lists that coalitions read: any two bodies, or a body and whoever has the key."""

from itertools import combinations

import numpy as np
import pytest

from pet_workbench.attacks.pooled_bitmaps import named_pseudonyms, pooled_bits, sent_in_clear
from pet_workbench.core import ProtocolError
from pet_workbench.usecases.debts import AGENCIES, BODIES, CASE, MUNICIPALITY, THIRD_PARTY
from tests.usecases.debts_tables import DIGITS, number, tables

LISTS = [[1, 2, 3], [2, 3], [3, 700], []]
READ = {"names": BODIES, "n_places": 10**DIGITS}
NUMBERS = np.array([number(place) for place in range(10**DIGITS)])


def views(technique, *parties, **parameters):
    """Return what `parties` saw of a run."""
    outcome = CASE.run(technique, tables(LISTS, [1, 2, 3, 4]), minimum_found=1, **parameters)
    return {party: outcome.transcript.view(party) for party in parties}


def as_lists(found):
    """Return what was read as plain lists."""
    return {owner: items.tolist() for owner, items in found.items()}


@pytest.mark.parametrize("bodies", [*combinations(BODIES, 2), BODIES])
def test_any_two_bodies_read_every_list_and_the_question(bodies):
    """All three parts are there: four lists, and whom the municipality asked about."""
    seen = views("secret-sharing:bitmap", *bodies)
    found = pooled_bits(seen, step="list", owners=AGENCIES, **READ)
    assert as_lists(found) == dict(zip(AGENCIES, LISTS, strict=True))
    asked = pooled_bits(seen, step="question", owners=[MUNICIPALITY], **READ)
    assert as_lists(asked) == {MUNICIPALITY: [1, 2, 3, 4]}


def test_two_bodies_read_about_whom_a_question_is():
    """Also when it is about one citizen."""
    seen = views("secret-sharing:bitmap", *BODIES[:2], question="citizen", citizen=number(3))
    found = pooled_bits(seen, step="question", owners=[MUNICIPALITY], **READ)
    assert as_lists(found) == {MUNICIPALITY: [3]}


@pytest.mark.parametrize("body", BODIES)
def test_one_body_reads_nothing_even_with_all_agencies(body):
    """A part is missing, and nobody but the owner and the other two bodies ever had it."""
    seen = views("secret-sharing:bitmap", body, MUNICIPALITY, *AGENCIES)
    assert pooled_bits(seen, step="list", owners=AGENCIES, **READ) == {}
    assert pooled_bits(seen, step="question", owners=[MUNICIPALITY], **READ) == {}


@pytest.mark.parametrize("holder", [*AGENCIES, MUNICIPALITY])
@pytest.mark.parametrize("body", BODIES)
def test_with_pseudonyms_one_body_and_one_holder_of_the_key_read_all(holder, body):
    """Trying every number there is names everybody on every list."""
    seen = views("secret-sharing:pseudonyms", holder, body)
    found = named_pseudonyms(
        seen, step="pseudonyms of list", key_step="pseudonym key", numbers=NUMBERS
    )
    assert as_lists(found) == {
        agency: [number(place) for place in one]
        for agency, one in zip(AGENCIES, LISTS, strict=True)
    }


@pytest.mark.parametrize("parties", [BODIES, AGENCIES, (*AGENCIES, MUNICIPALITY)], ids=str)
def test_with_pseudonyms_neither_bodies_nor_agencies_can_do_it_alone(parties):
    """Bodies lack the key, the others have no list but their own."""
    seen = views("secret-sharing:pseudonyms", *parties)
    assert (
        named_pseudonyms(seen, step="pseudonyms of list", key_step="pseudonym key", numbers=NUMBERS)
        == {}
    )


@pytest.mark.parametrize(
    ("technique", "reader"),
    [("trusted-third-party", THIRD_PARTY), ("plain-exchange", MUNICIPALITY)],
)
def test_lists_in_the_clear_need_no_attack(technique, reader):
    """Whoever gets them, has them."""
    found = sent_in_clear(views(technique, reader), step="person")
    for agency, one in zip(AGENCIES, LISTS, strict=True):
        assert found[agency].tolist() == [number(place) for place in one]
    assert sent_in_clear(views(technique, *AGENCIES), step="person") == {}


def test_without_payloads_there_is_nothing_to_read():
    """An attack says so instead of finding nothing."""
    outcome = CASE.run(
        "secret-sharing:bitmap", tables(LISTS, [1]), minimum_found=1, keep_payload_bytes=0
    )
    with pytest.raises(ProtocolError, match="was not kept"):
        pooled_bits(
            {body: outcome.transcript.view(body) for body in BODIES},
            step="list",
            owners=AGENCIES,
            **READ,
        )
