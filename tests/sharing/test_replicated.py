"""Sharing, sums and products over three parties, against Python integers; bytes and rounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import Keystream, ParameterError, ProtocolError, run_parties
from pet_workbench.sharing import replicated
from pet_workbench.sharing.opening import open_to, open_to_all
from pet_workbench.sharing.replicated import (
    Share,
    add,
    add_public,
    deal,
    inner_product,
    input_by_computer,
    input_by_owner,
    join_computation,
    multiply,
    subtract,
)
from pet_workbench.sharing.ring import BITS
from tests.three_parties import (
    KEY_MESSAGES,
    NAMES,
    change,
    combine,
    compute,
    lose,
    ring,
    shares,
    steps,
    trivial_and_random,
    words,
)

RNG = np.random.default_rng(6)
few = settings(max_examples=25)


def edges(bits):
    """Return pairs of ring elements at the edges, every one with every other."""
    half, whole = 1 << (bits - 1), 1 << bits
    values = [0, 1, 2, half - 1, half, half + 1, whole - 2, whole - 1]
    return words([a for a in values for _ in values], bits), words(values * len(values), bits)


def in_ring(values, bits):
    """Return Python integers modulo the ring."""
    return [value % (1 << bits) for value in values]


@pytest.mark.parametrize("bits", BITS)
def test_sums_and_differences_need_no_message(bits):
    """Sharing keeps sums: at all edges and for all sharings, as with Python integers."""
    x, y = edges(bits)
    constant = words([(1 << bits) - 3], bits)

    async def step(computer, a, b):
        return add(a, b), subtract(a, b), add_public(computer, a, constant)

    for a, b in zip(trivial_and_random(x, RNG), trivial_and_random(y, RNG), strict=True):
        results, transcript = compute(step, a, b)
        total, difference, moved = (combine(parts) for parts in zip(*results, strict=True))
        pairs = list(zip(x.tolist(), y.tolist(), strict=True))
        assert total.tolist() == in_ring((a + b for a, b in pairs), bits)
        assert difference.tolist() == in_ring((a - b for a, b in pairs), bits)
        assert moved.tolist() == in_ring((a - 3 for a, _ in pairs), bits)
        assert transcript.bytes == KEY_MESSAGES


@pytest.mark.parametrize("bits", BITS)
def test_products_at_the_edges(bits):
    """Every edge times every other, for all sharings of both, as with Python integers."""
    x, y = edges(bits)
    expected = in_ring((a * b for a, b in zip(x.tolist(), y.tolist(), strict=True)), bits)
    for a in trivial_and_random(x, RNG):
        for b in trivial_and_random(y, RNG):
            results, _ = compute(multiply, a, b)
            assert combine(results).tolist() == expected


@few
@given(data=st.data(), bits=st.sampled_from(BITS))
def test_products_of_any_numbers(data, bits):
    """Item by item, modulo the ring."""
    element = st.integers(0, (1 << bits) - 1)
    pairs = data.draw(st.lists(st.tuples(element, element), min_size=1, max_size=20))
    x, y = (words(values, bits) for values in zip(*pairs, strict=True))
    first = data.draw(element)
    results, _ = compute(multiply, shares(x, first, 1), shares(y, 2, first))
    assert combine(results).tolist() == in_ring((a * b for a, b in pairs), bits)


@few
@given(data=st.data(), bits=st.sampled_from(BITS), n=st.integers(1, 40))
def test_inner_products_of_any_numbers(data, bits, n):
    """One number, whatever the length; sums that wrap around are no reason for a warning."""
    element = st.integers(0, (1 << bits) - 1)
    values = [data.draw(st.lists(element, min_size=n, max_size=n)) for _ in range(2)]
    x, y = (words(one, bits) for one in values)
    results, _ = compute(inner_product, shares(x, 3, 5), shares(y, 7, 11))
    total = sum(a * b for a, b in zip(*values, strict=True))
    assert combine(results).tolist() == in_ring([total], bits)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("owner", [1, 2, 3])
@pytest.mark.parametrize("n", [0, 1, 65])
def test_a_computer_shares_its_own_numbers(bits, owner, n):
    """Whoever the owner is, the parts add up; one message of n words to the party that needs it."""
    x = RNG.integers(0, 1 << bits, n, ring(bits))

    async def step(computer):
        values = x if computer.number == owner else None
        return await input_by_computer(
            computer, "ages", owner=owner, n=n, dtype=x.dtype, values=values
        )

    results, transcript = compute(step)
    assert np.array_equal(combine(results), x)
    assert steps(transcript) == [(NAMES[owner - 1], NAMES[(owner + 1) % 3], "ages")]
    assert transcript.bytes == KEY_MESSAGES + n * bits // 8
    assert transcript.rounds == 1 + 1


def dealt(x, *more, **options):
    """Let an outside owner deal `x`, and let the computers do what is in `more` with it."""

    async def owner(channel):
        deal(channel, "ages", NAMES, x)

    async def step(computer):
        share = await input_by_owner(computer, "ages", owner="Dewi", n=x.size, dtype=x.dtype)
        for do in more:
            share = await do(computer, share)
        return share

    return compute(step, others={"Dewi": owner}, **options)


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("n", [0, 1, 65])
def test_an_outside_owner_deals_its_numbers(bits, n):
    """Two messages of n words and four keys: 16 bytes per number of 64 bits, 8 for 32."""
    x = RNG.integers(0, 1 << bits, n, ring(bits))
    results, transcript = dealt(x)
    assert np.array_equal(combine(results), x)
    assert transcript.bytes == KEY_MESSAGES + 2 * n * bits // 8 + 4 * 32
    assert transcript.bytes_sent("Dewi") == 2 * n * bits // 8 + 4 * 32
    assert transcript.rounds == 1


def test_dealing_names_every_part():
    """Party i gets parts i and i + 1, part 3 as numbers and the others as keys."""
    _, transcript = dealt(words([5], 32))
    assert [
        (message.receiver, message.step, message.size_bytes)
        for message in transcript.messages
        if message.sender == "Dewi"
    ] == [
        ("Anna", "ages part 1", 32),
        ("Anna", "ages part 2", 32),
        ("Bas", "ages part 2", 32),
        ("Bas", "ages part 3", 4),
        ("Carla", "ages part 3", 4),
        ("Carla", "ages part 1", 32),
    ]


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("n", [1, 33])
def test_a_product_costs_each_party_one_word(bits, n):
    """3 words per item in one round: 24 bytes for 64 bits."""
    x = shares(words(range(n), bits), 1, 2)
    _, transcript = compute(multiply, x, x)
    assert transcript.bytes == KEY_MESSAGES + 3 * n * bits // 8
    assert transcript.rounds == 1 + 1
    assert [transcript.bytes_sent(name) - 32 for name in NAMES] == [n * bits // 8] * 3


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("n", [1, 1000])
def test_an_inner_product_costs_each_party_one_word_in_all(bits, n):
    """3 words, however long the vectors are."""
    x = shares(words(range(n), bits), 1, 2)
    _, transcript = compute(inner_product, x, x)
    assert transcript.bytes == KEY_MESSAGES + 3 * bits // 8
    assert transcript.rounds == 1 + 1


@pytest.mark.parametrize("bits", BITS)
@pytest.mark.parametrize("receiver", [1, 2, 3])
def test_opening_to_one_party(bits, receiver):
    """The receiver reads the numbers, the others nothing: n words and one hash, one round."""
    x, _ = edges(bits)

    async def step(computer, share):
        return await open_to(computer, share, receiver=receiver, step="result")

    for share in trivial_and_random(x, RNG):
        results, transcript = compute(step, share)
        for number, result in enumerate(results, start=1):
            if number == receiver:
                assert np.array_equal(result, x)
            else:
                assert result is None
        assert transcript.bytes == KEY_MESSAGES + x.nbytes + 32
        assert transcript.rounds == 1 + 1
        assert {to for _, to, _ in steps(transcript)} == {NAMES[receiver - 1]}


@pytest.mark.parametrize("bits", BITS)
def test_opening_to_all(bits):
    """All three read the numbers: 3 n words and 3 hashes, one round."""
    x, _ = edges(bits)

    async def step(computer, share):
        return await open_to_all(computer, share, step="result")

    for share in trivial_and_random(x, RNG):
        results, transcript = compute(step, share)
        assert all(np.array_equal(result, x) for result in results)
        assert transcript.bytes == KEY_MESSAGES + 3 * (x.nbytes + 32)
        assert transcript.rounds == 1 + 1


def test_bits_open_by_exclusive_or():
    """With `bits`, the parts are combined by exclusive or instead of addition."""
    parts = [words([one], 8) for one in (0b1100, 0b1010, 0b0001)]
    share = [Share(parts[i], parts[(i + 1) % 3]) for i in range(3)]

    async def step(computer, mine):
        return await open_to_all(computer, mine, step="result", bits=True)

    results, _ = compute(step, share)
    assert [result.tolist() for result in results] == [[0b0111]] * 3


@pytest.mark.parametrize("receiver", [1, 2, 3])
@pytest.mark.parametrize("wrong", ["result", "result hash"])
def test_a_change_at_opening_is_noticed(receiver, wrong):
    """A changed value or hash ends the run for the receiver; nobody returns a number."""
    returned = []

    async def step(computer, share):
        returned.append(await open_to(computer, share, receiver=receiver, step="result"))

    with pytest.raises(ProtocolError, match="the two holders of a share of 'result' disagree") as e:
        compute(step, shares(words([7], 32), 1, 2), interfere=change(wrong))
    assert e.value.id == "errors.opening_mismatch"
    assert all(value is None for value in returned)


@pytest.mark.parametrize("sender", NAMES)
@pytest.mark.parametrize("wrong", ["result", "result hash"])
def test_a_change_at_opening_to_all_is_noticed(sender, wrong):
    """Whoever's message is changed."""

    async def step(computer, share):
        return await open_to_all(computer, share, step="result")

    with pytest.raises(ProtocolError, match="disagree"):
        compute(step, shares(words([7], 32), 1, 2), interfere=change(wrong, sender=sender))


@pytest.mark.parametrize("receiver", [1, 2, 3])
@pytest.mark.parametrize("sender", [1, 2, 3])
def test_a_changed_product_is_silently_wrong_or_caught_where_two_hold_it(receiver, sender):
    """The model is semi-honest: a number changed during multiplication can spoil the answer.

    The message of party s reaches party s - 1 only, as its part s.  Whoever opens and lacks part s
    sees that its two holders disagree; the two holders themselves get a number and no warning: the
    sender the right one, the other a wrong one.
    """

    async def step(computer, x, y):
        product = await multiply(computer, x, y)
        opened = await open_to(computer, product, receiver=receiver, step="result")
        return None if opened is None else opened.tolist()

    x, y = (shares(words([value], 32), 3, 4) for value in (6, 7))
    interfere = change("product", sender=NAMES[sender - 1], by=5)
    if receiver == sender % 3 + 1:
        with pytest.raises(ProtocolError, match="disagree"):
            compute(step, x, y, interfere=interfere)
    else:
        opened = compute(step, x, y, interfere=interfere)[0][receiver - 1]
        assert opened == [42 if receiver == sender else 47]


@pytest.mark.parametrize("wrong", ["product", "result", "result hash"])
def test_a_lost_message_ends_the_run(wrong):
    """Whoever waits for it says so; there is no number."""

    async def step(computer, x):
        return await open_to(computer, await multiply(computer, x, x), receiver=1, step="result")

    with pytest.raises(ProtocolError, match=f"needs '{wrong}' from .* which never came"):
        compute(step, shares(words([7], 32)), interfere=lose(wrong))


@pytest.mark.parametrize("lost", ["ages part 1", "ages part 2", "ages part 3"])
def test_a_lost_share_of_an_owner_ends_the_run(lost):
    """No party goes on without its part."""
    with pytest.raises(ProtocolError, match=r"needs 'ages part [123]' .*from Dewi"):
        dealt(words([7], 32), interfere=lose(lost))


def test_a_lost_key_ends_the_run():
    """Nothing is computed without keys."""
    x = shares(words([1], 8))
    with pytest.raises(ProtocolError, match="needs 'computing key' from"):
        compute(multiply, x, x, interfere=lose("computing key"))


def test_parties_that_expect_another_length_are_refused():
    """A vector of another length than agreed stops the run instead of being cut or repeated."""

    async def owner(channel):
        deal(channel, "ages", NAMES, words([1, 2], 32))

    async def step(computer):
        return await input_by_owner(computer, "ages", owner="Dewi", n=3, dtype=ring(32))

    with pytest.raises(ProtocolError, match=r"needs 'ages part 3' of 12 bytes .* from Dewi, got"):
        compute(step, others={"Dewi": owner})


@pytest.mark.parametrize(
    "names",
    [("Anna", "Bas"), ("Anna", "Bas", "Bas"), ("Bas", "Carla", "Dewi"), ("Anna", "B", "C", "D")],
)
def test_there_are_three_different_computers(names):
    """Two, a double, a stranger or four are refused before anything is sent."""
    sent = []

    async def program(channel):
        await join_computation(channel, names)

    with pytest.raises(ParameterError, match="need three different computing parties, Anna") as e:
        run_parties({"Anna": program}, interfere=lambda message, payload: sent.append(message))
    assert e.value.id == "errors.three_computers"
    assert sent == []


def test_each_key_is_held_by_two_neighbours():
    """Party i reads the same keystream as i - 1 under key i, and as i + 1 under key i + 1."""

    async def step(computer):
        streams = computer.own_stream, computer.next_stream
        return [stream.integers(4, np.uint64).tolist() for stream in streams]

    results, _ = compute(step)
    for i in range(3):
        assert results[i][1] == results[(i + 1) % 3][0]
    assert len({tuple(numbers) for pair in results for numbers in pair}) == 3


def test_no_lane_is_used_twice(monkeypatch):
    """Side by side, one after the other or within each other: every lane of a key is new."""
    opened = []

    class Noted(Keystream):
        def __init__(self, key, *, lane=0):
            opened.append((key, lane))
            super().__init__(key, lane=lane)

    monkeypatch.setattr(replicated, "Keystream", Noted)

    async def step(computer):
        opened.clear()
        first, second = computer.lanes(2)
        first.lanes(2)
        second.lanes(1)[0].lanes(2)
        computer.lanes(3)
        return list(opened)

    for of_party in compute(step)[0]:
        own, following = of_party[0][0], of_party[1][0]
        assert own != following
        assert len(set(of_party)) == len(of_party) == 2 * 10
        assert {key for key, _ in of_party} == {own, following}
        assert (own, 0) not in of_party
        assert all(lane < 2**64 for _, lane in of_party)


def test_lanes_have_the_same_numbers_whoever_goes_first():
    """Work side by side may be done in any order, and all parties still agree on every lane."""

    def used(order):
        async def step(computer):
            two = computer.lanes(2)
            inner = {i: [lane._lane for lane in two[i].lanes(2)] for i in order}
            return [inner[i] for i in (0, 1)]

        return compute(step)[0]

    assert used((0, 1)) == used((1, 0))


def test_lanes_run_out_with_an_error():
    """A lane is never used again: deeper or more than there are numbers for is refused."""

    async def too_deep(computer):
        return computer.lanes(1)[0].lanes(1)[0].lanes(1)[0].lanes(1)

    async def too_many(computer):
        computer._lanes_used = 2**24 - 2
        computer.lanes(1)
        computer.lanes(1)

    for step in (too_deep, too_many):
        with pytest.raises(ProtocolError, match="need a lane never used before") as error:
            compute(step)
        assert error.value.id == "errors.no_lanes"


@pytest.mark.parametrize("steps_on", [0, 1, 2, 3, 4])
def test_names_go_round_the_circle(steps_on):
    """After the third comes the first."""

    async def step(computer):
        return computer.name_after(steps_on)

    assert compute(step)[0] == [NAMES[(i + steps_on) % 3] for i in range(3)]
