"""The reader that looks through everything a party received is neither blind nor sees ghosts."""

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.bench.attempts import attempt
from pet_workbench.bench.attempts.reading import SHORTEST, copied, recognised, spotted, strangers
from pet_workbench.bench.attempts.trial import Trial
from pet_workbench.core import Keystream, View
from pet_workbench.core.transcript import Message
from pet_workbench.sharing.joins.pseudonyms import pseudonyms

KEY = bytes(range(32))
NUMBERS = np.random.default_rng(1).integers(10**6, 10**9, 500)


def view(*columns: np.ndarray, **keys: bytes) -> View:
    """Return the view of a party that received some columns, under names it does not know."""
    messages = tuple(
        Message("Anna", "Bas", f"step {at}", 1, one.nbytes, one.tobytes(), str(one.dtype))
        for at, one in enumerate(columns)
    )
    return View("Bas", messages, keys)


def pooled(trial: Trial, *parties: str) -> View:
    """Return what several parties have together, as one view."""
    views = [trial.views[party] for party in parties]
    keys = {f"{one.party} {name}": key for one in views for name, key in one.keys.items()}
    return View("coalition", tuple(m for one in views for m in one.received), keys)


def trial(key: str, technique: str, n: int = 1_000) -> Trial:
    """Return a run to look at."""
    case = usecases.get(key)
    return Trial(case, technique, case.load(n=n, seed=1), case.complete({}))


def test_numbers_are_read_whatever_the_step_is_called() -> None:
    """A column in the clear is read in any order and type that holds it."""
    for column in (NUMBERS, NUMBERS[::-1].astype(np.uint32)):
        assert spotted(view(column), [NUMBERS])[0].all()


def test_a_mask_comes_off_with_its_key_and_not_without() -> None:
    """Whoever has numbers under a keystream and its key reads them; without the key nobody does."""
    mask = Keystream(KEY).integers(NUMBERS.size, np.uint32)
    for masked in (NUMBERS.astype(np.uint32) - mask, NUMBERS.astype(np.uint32) ^ mask):
        assert spotted(view(masked, some=KEY), [NUMBERS])[0].all()
        assert not spotted(view(masked, some=bytes(32)), [NUMBERS])[0].any()


def test_random_numbers_are_not_taken_for_secrets() -> None:
    """In columns of noise nothing is found, with or without keys."""
    noise = Keystream(bytes(32)).integers((20, 10_000), np.uint32)
    seen = view(*noise, some=KEY)
    assert not spotted(seen, [NUMBERS])[0].any()
    assert not copied(seen, NUMBERS)
    assert not any(one.any() for one in recognised(seen, [NUMBERS]))


def test_a_column_of_positions_is_not_taken_for_a_list() -> None:
    """A single number that happens to be equal does not make a list of what a party received."""
    few = np.array([NUMBERS[0]])
    mixed = np.concatenate([NUMBERS[:10], np.arange(1_000, 2_000)])
    assert not spotted(view(few, mixed), [NUMBERS])[0].any()


def test_short_columns_are_recognised_in_order_only() -> None:
    """Yes and no in another order say nothing about who; many different numbers do."""
    flags = np.array([1, 0, 0, 1, 1, 0, 1, 0], np.uint8)
    assert copied(view(flags), flags.astype(bool))
    assert not copied(view(np.sort(flags)), flags.astype(bool))
    assert copied(view(np.sort(NUMBERS)), NUMBERS)


def test_persons_are_recognised_by_pseudonyms_with_the_key_only() -> None:
    """With the key of pseudonyms the whole list is read; without it nobody is."""
    listed = np.sort(strangers()[:300])
    labels = pseudonyms(KEY, listed)
    assert recognised(view(labels, some=KEY), [listed])[0].all()
    assert not recognised(view(labels, some=bytes(32)), [listed])[0].any()


@pytest.mark.parametrize(
    ("pair", "reads"),
    [(("SVB",), False), (("UWV",), False), (("CBS",), False), (("SVB", "CBS"), True)],
)
def test_incomes_fall_to_two_and_not_to_one(pair: tuple[str, ...], reads: bool) -> None:
    """The same reader that finds nothing at one party finds incomes when two pool their views."""
    run = trial("aio", "secret-sharing:pseudonyms")
    incomes = run.tables["UWV"]["income_cents"].to_numpy()
    found = spotted(pooled(run, *pair), [incomes])[0]
    assert bool(found.mean() > 0.7) is reads
    assert bool(found.any()) is reads


@pytest.mark.parametrize(
    ("key", "pair", "owner"),
    [
        ("fugitives", ("Bank", "RINIS"), "Justice"),
        ("fugitives", ("Justice", "RINIS"), "Bank"),
        ("informants", ("Service B", "RINIS"), "Service A"),
    ],
)
def test_lists_fall_to_a_key_holder_with_the_third_party(
    key: str, pair: tuple[str, str], owner: str
) -> None:
    """Pseudonyms protect against the third party as long as no key holder joins it."""
    run = trial(key, "secret-sharing:pseudonyms")
    persons = run.tables[owner]["person"].to_numpy(np.int64)
    # the coalition's own view is given another name, so that no list counts as its own
    others = [persons]
    assert recognised(pooled(run, *pair), others)[0].mean() > 0.9
    assert not recognised(run.views["RINIS"], others)[0].any()


def test_an_organisation_with_one_report_is_no_ghost() -> None:
    """An organisation with a report or two does not count: any random number equals these."""
    case = usecases.get("securened")
    tables = case.load(n=100, seed=1)
    few = sum(len(table) for table in tables.values() if len(table) < SHORTEST)
    whole = sum(len(table) for table in tables.values())
    found = attempt(case, "secret-sharing", tables, case.complete({}), n=100)

    assert 0 < few < whole
    assert found is not None
    assert (found.result, found.found, found.of) == ("failed", 0, whole - few)
