"""Two parties hand over contexts and columns; what goes wrong is told to the receiver only."""

import copy
import hashlib
import hmac
import pickle
from functools import partial

import numpy as np
import pytest

from pet_workbench.core import (
    Entropy,
    ParameterError,
    PetError,
    ProtocolError,
    run_parties,
)
from pet_workbench.engines import link
from pet_workbench.engines.wire import Kind, signal_bytes
from pet_workbench.he.errors import DecryptionError, TamperedError, WrongKeyError
from pet_workbench.he.library import read_polynomials, write_polynomials
from pet_workbench.he.sending.envelope import pack
from pet_workbench.he.sending.handover import (
    agree_key,
    receive_column,
    receive_context,
    receive_numbers,
    send_column,
    send_context,
    send_numbers,
)
from pet_workbench.he.sending.tagged import Label
from pet_workbench.i18n import catalogue
from tests.engines.meetings import Town, ids
from tests.engines.programs import NAMES
from tests.he.made import SCHEMES, key_of, numbers, parameters_of

OWNER, COMPUTER, OTHER = NAMES
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


async def own(channel, scheme):
    """Hand out a context and two columns, and decrypt their sum."""
    key = await agree_key(channel, COMPUTER)
    mine = key_of(scheme)
    send_context(channel, COMPUTER, mine.context, key=key)
    for at in (1, 2):
        column = mine.encrypt_to_send(numbers(10) * at, bound=10_000)
        send_column(channel, COMPUTER, column, "column", key=key)
    return mine.decrypt(await receive_column(channel, COMPUTER, mine.context, "sum", key=key))


async def compute(channel):
    """Take a context and two columns, and send their difference, first minus second."""
    key = await agree_key(channel, OWNER)
    context = await receive_context(channel, OWNER, key=key)
    first = await receive_column(channel, OWNER, context, "column", key=key)
    second = await receive_column(channel, OWNER, context, "column", key=key)
    send_column(channel, OWNER, first - second, "sum", key=key)


async def nothing(channel):
    """Take no part."""


def programs(scheme):
    """Return an owner, a computing party and one that does nothing."""
    return {OWNER: partial(own, scheme=scheme), COMPUTER: compute, OTHER: nothing}


@pytest.fixture
def town(tmp_path):
    """Three parties with certificates and real connections."""
    town = Town(tmp_path)
    yield town
    town.close()


@each_scheme
def test_a_computation_between_two_parties(scheme):
    """Context and columns go one way, the result the other, in the sizes that envelopes have."""
    results, transcript = run_parties(programs(scheme))
    np.testing.assert_allclose(results[OWNER], -numbers(10), atol=1e-4)
    sizes = {m.step: m.size_bytes for m in transcript.messages if m.sender == OWNER}
    label = Label("public context", OWNER, COMPUTER, "0" * 32)
    assert sizes["public context"] == len(pack(key_of(scheme).context, key=bytes(32), label=label))
    assert sizes["handover key"] == 32


@each_scheme
def test_the_same_over_tls(scheme, town):
    """Between real connections nothing changes."""
    ended = town.play(programs(scheme))
    assert ids(ended) == dict.fromkeys(NAMES, "completed")
    np.testing.assert_allclose(ended[OWNER].result, -numbers(10), atol=1e-4)


def test_the_key_is_hkdf_of_both_parties_randomness():
    """Written out with the standard library, after RFC 5869."""

    async def agree(channel, other):
        key = await agree_key(channel, other)
        return key.tag_key(), key.run

    results, transcript = run_parties(
        {"B": partial(agree, other="A"), "A": partial(agree, other="B")}
    )
    drawn = [
        transcript.keys["A"]["handover key with B"],
        transcript.keys["B"]["handover key with A"],
    ]
    secret = hmac.digest(bytes(32), b"".join(drawn), "sha256")
    info, out, block = b"pet-workbench he handover 1\0A\0B", b"", b""
    for number in (1, 2):
        block = hmac.digest(secret, block + info + bytes([number]), "sha256")
        out += block
    assert results["A"] == results["B"] == (out[:32], out[32:48].hex())
    assert results["A"][0] not in drawn


def test_every_run_has_another_key():
    """But with a teaching seed, which makes everything predictable."""

    async def agree(channel, other):
        return (await agree_key(channel, other)).tag_key()

    both = {"A": partial(agree, other="B"), "B": partial(agree, other="A")}
    keys = {run_parties(both)[0]["A"] for _ in range(5)}
    assert len(keys) == 5
    seeded = {run_parties(both, entropy=Entropy(teaching_seed=1))[0]["A"] for _ in range(2)}
    assert len(seeded) == 1


def test_a_handover_key_stays_where_it_is():
    """It counts what has been sent, so it is not copied or pickled; and it is not printed."""

    async def agree(channel, other):
        return await agree_key(channel, other)

    key = run_parties({"A": partial(agree, other="B"), "B": partial(agree, other="A")})[0]["A"]
    for act in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(ParameterError) as caught:
            act(key)
        assert caught.value.id == "errors.he_key_copied"
    assert key.tag_key().hex() not in repr(key) + str(key)


class Tampering:
    """Changes one message on its way; `change` gets all earlier ones of its sender too."""

    def __init__(self, step, change, *, number=0):
        self.step, self.change, self.number, self.earlier = step, change, number, []

    def __call__(self, message, payload):
        """Return what is delivered instead of `payload`."""
        if message.step != self.step:
            return payload
        self.earlier.append(payload)
        if len(self.earlier) <= self.number:
            return payload
        return np.array(self.change(self.earlier))


def flip(earlier):
    """Change one bit in the middle."""
    changed = earlier[-1].copy()
    changed[changed.size // 2] ^= 1
    return changed


CHANGES = {
    "one bit": Tampering("column", flip),
    "a bit of the context": Tampering("public context", flip),
    "cut": Tampering("column", lambda earlier: earlier[-1][:-1]),
    "the first again": Tampering("column", lambda earlier: earlier[0], number=1),
    "nothing": Tampering("column", lambda earlier: earlier[-1][:0]),
    "another key": Tampering("handover key", flip),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_was_changed_on_its_way_is_refused(change):
    """A flipped bit, a piece, the same column twice, or a key that was replaced."""
    change.earlier.clear()
    with pytest.raises((TamperedError, PetError)) as caught:
        run_parties(programs("ckks"), interfere=change)
    expected = {"errors.he_tag", "errors.he_label", "errors.he_cut", "errors.he_not_an_envelope"}
    assert caught.value.id in expected


def test_two_columns_cannot_change_places():
    """Both are genuine and of one step, and the difference would have the wrong sign."""
    held = []

    def swap(message, payload):
        if message.step != "column":
            return payload
        held.append(payload)
        # The first is delivered as a copy of what will be the second: its number gives it away.
        return payload if len(held) == 1 else np.array(held[0])

    with pytest.raises(TamperedError) as caught:
        run_parties(programs("ckks"), interfere=swap)
    assert (caught.value.id, caught.value.parameters["name"]) == ("errors.he_label", "number")


def test_what_was_meant_for_another_party_is_refused():
    """A column for one computing party, handed on by that party to another."""

    async def owner(channel):
        mine = key_of("ckks")
        for other in (COMPUTER, OTHER):
            send_context(channel, other, mine.context, key=(await agree_key(channel, other)))
        key = await agree_key(channel, COMPUTER)
        column = mine.encrypt_to_send([1], bound=9)
        send_column(channel, COMPUTER, column, "column", key=key)

    async def hands_on(channel):
        await receive_context(channel, OWNER, key=await agree_key(channel, OWNER))
        await agree_key(channel, OWNER)
        data = await channel.receive(OWNER, "column", dtype=np.uint8, shape=None)
        await agree_key(channel, OTHER)
        channel.send(OTHER, "column", np.array(data))

    async def is_handed(channel):
        context = await receive_context(channel, OWNER, key=await agree_key(channel, OWNER))
        key = await agree_key(channel, COMPUTER)
        await receive_column(channel, COMPUTER, context, "column", key=key)

    with pytest.raises(TamperedError) as caught:
        run_parties({OWNER: owner, COMPUTER: hands_on, OTHER: is_handed})
    assert caught.value.id == "errors.he_tag"


def test_a_column_under_another_key_is_refused():
    """Genuine, and of the right step, but from the owner's second secret key."""

    async def owner(channel):
        key = await agree_key(channel, COMPUTER)
        send_context(channel, COMPUTER, key_of("ckks").context, key=key)
        column = key_of("ckks", 1).encrypt_to_send([1], bound=9)
        send_column(channel, COMPUTER, column, "column", key=key)

    with pytest.raises(WrongKeyError):
        run_parties({OWNER: owner, COMPUTER: compute})


def test_another_step_is_refused_by_the_channel_already():
    """The channel's own check of steps comes first."""

    async def owner(channel):
        key = await agree_key(channel, COMPUTER)
        send_column(channel, COMPUTER, key_of("ckks").encrypt([1], bound=9), "other", key=key)

    with pytest.raises(ProtocolError) as caught:
        run_parties({OWNER: owner, COMPUTER: compute})
    assert caught.value.id == "errors.message_mismatch"


async def send_twice(channel):
    """Send two rows of numbers in the clear."""
    key = await agree_key(channel, COMPUTER)
    for row in ([1, 2, 3], [4, 5, 6]):
        send_numbers(channel, COMPUTER, "numbers", np.array(row, np.int32), key=key)


async def receive_twice(channel):
    """Receive two rows of numbers."""
    key = await agree_key(channel, OWNER)
    receive = partial(receive_numbers, channel, OWNER, "numbers", key=key)
    return [(await receive(dtype=np.int32, shape=None)).tolist() for _ in range(2)]


def test_numbers_in_the_clear_arrive_with_a_tag():
    """As they are, in their own size, and 32 bytes that differ from row to row."""
    results, transcript = run_parties({OWNER: send_twice, COMPUTER: receive_twice})
    assert results[COMPUTER] == [[1, 2, 3], [4, 5, 6]]
    view = transcript.view(COMPUTER)
    assert [m.size_bytes for m in view.find("numbers")] == [12, 12]
    assert [m.size_bytes for m in view.find("numbers hash")] == [32, 32]
    assert len({m.payload for m in view.find("numbers hash")}) == 2


NUMBER_CHANGES = {
    "one bit": Tampering("numbers", flip),
    "its tag": Tampering("numbers hash", flip),
    "cut": Tampering("numbers", lambda earlier: earlier[-1][:-1]),
    "the first again": Tampering("numbers", lambda earlier: earlier[0], number=1),
    "the first tag again": Tampering("numbers hash", lambda earlier: earlier[0], number=1),
    "another key": Tampering("handover key", flip),
}


@pytest.mark.parametrize("change", NUMBER_CHANGES.values(), ids=NUMBER_CHANGES)
def test_numbers_that_were_changed_on_their_way_are_refused(change):
    """A flipped bit, a piece, the same row or tag twice, or a key that was replaced."""
    change.earlier.clear()
    with pytest.raises(TamperedError) as caught:
        run_parties({OWNER: send_twice, COMPUTER: receive_twice}, interfere=change)
    assert caught.value.id == "errors.he_numbers_tag"


def test_a_row_and_its_tag_together_are_not_accepted_again():
    """They are genuine, but the receiver has counted the first."""
    first = {}

    def again(message, payload):
        return first.setdefault(message.step, payload) if "numbers" in message.step else payload

    with pytest.raises(TamperedError) as caught:
        run_parties({OWNER: send_twice, COMPUTER: receive_twice}, interfere=again)
    assert caught.value.id == "errors.he_numbers_tag"


def damaged(column, seed):
    """Return a column with random ciphertexts under the same declaration: a sender that lies."""
    context, rng = column.context, np.random.default_rng(seed)
    made = []
    for cipher in column.ciphertexts:
        words = read_polynomials(cipher).copy()
        for at, prime in enumerate(context.parameters.data_primes[: words.shape[1]]):
            words[:, at] = rng.integers(0, prime, words[:, at].shape, np.uint64)
        made.append(write_polynomials(context.seal_context, cipher, words))
    return type(column)(context, column.meter, column.length, made)


async def send_damaged(channel, scheme):
    """Take a context, send a column that cannot be decrypted, and wait for an answer."""
    key = await agree_key(channel, OWNER)
    context = await receive_context(channel, OWNER, key=key)
    column = damaged(context.encrypt(numbers(10), bound=1000), seed=1)
    send_column(channel, OWNER, column, "result", key=key)
    await channel.receive(OWNER, "thanks", dtype=np.uint8, shape=1)


async def decrypt_damaged(channel, scheme):
    """Hand out a context and decrypt what comes back."""
    key = await agree_key(channel, COMPUTER)
    send_context(channel, COMPUTER, key_of(scheme).context, key=key)
    context = key_of(scheme).context
    key_of(scheme).decrypt(await receive_column(channel, COMPUTER, context, "result", key=key))
    channel.send(COMPUTER, "thanks", np.zeros(1, np.uint8))


async def stop_for_no_reason(channel, scheme):
    """Do as `decrypt_damaged`, and stop of a reason that has nothing to do with the column."""
    key = await agree_key(channel, COMPUTER)
    send_context(channel, COMPUTER, key_of(scheme).context, key=key)
    await receive_column(channel, COMPUTER, key_of(scheme).context, "result", key=key)
    raise ZeroDivisionError("the dog ate it")


def written_by(monkeypatch):
    """Return a list to which every link adds what it hands to TLS, and to whom."""
    written, write = [], link.Link._write

    def note(self, content):
        written.append((self.party, bytes(content)))
        write(self, content)

    monkeypatch.setattr(link.Link, "_write", note)
    return written


@each_scheme
@pytest.mark.parametrize("owner", [decrypt_damaged, stop_for_no_reason])
def test_no_reason_of_a_failed_decryption_reaches_the_wire(scheme, owner, town, monkeypatch):
    """Others get 24 bytes that say "stopped", the same whatever the reason, and nothing more."""
    written = written_by(monkeypatch)
    ended = town.play(
        {
            OWNER: partial(owner, scheme=scheme),
            COMPUTER: partial(send_damaged, scheme=scheme),
            OTHER: nothing,
        }
    )
    kind = DecryptionError if owner is decrypt_damaged else ZeroDivisionError
    assert isinstance(ended[OWNER], kind)
    gone = {"errors.party_stopped", "errors.party_lost"}
    assert {ids(ended)[COMPUTER], ids(ended)[OTHER]} <= gone
    to_sender = [content for party, content in written if party == COMPUTER]
    last_message = max(i for i, content in enumerate(to_sender) if b"public context" in content)
    after = {content for content in to_sender[last_message + 1 :] if len(content) <= 24}
    assert after <= {signal_bytes(Kind.STOP), signal_bytes(Kind.ALIVE), signal_bytes(Kind.GOODBYE)}
    assert signal_bytes(Kind.STOP) in after
    assert len(signal_bytes(Kind.STOP)) == 24
    assert_tells_nothing(written, ended[OWNER])


def assert_tells_nothing(written, error):
    """Check that no word of an error, in any language, stands in what was written."""
    everything = b"".join(content for _, content in written).lower()
    words = {str(error), type(error).__name__, getattr(error, "id", "ZeroDivisionError")}
    words |= {
        str(value) for value in getattr(error, "parameters", {}).values() if len(str(value)) > 7
    }
    words |= {
        catalogue(lang).get(getattr(error, "id", ""), "dog ate")[:30] for lang in ("en", "nl")
    }
    found = [word for word in words if word.lower().encode() in everything]
    assert found == []


def test_the_check_of_words_can_fail():
    """A reason on the wire would be found."""
    error = DecryptionError("errors.he_any", "the reason is {why}", why="imaginary part")
    with pytest.raises(AssertionError):
        assert_tells_nothing([("Bas", b"xx THE REASON IS imaginary part xx")], error)
    with pytest.raises(AssertionError):
        assert_tells_nothing([("Bas", b"errors.he_any")], error)


@each_scheme
def test_in_one_process_the_sender_hears_nothing_at_all(scheme):
    """Its program is closed where it waits; it sees no error, and gets no message."""
    heard = []

    async def curious(channel):
        try:
            await send_damaged(channel, scheme)
        except BaseException as error:
            heard.append(type(error))
            raise

    with pytest.raises(DecryptionError):
        run_parties({OWNER: partial(decrypt_damaged, scheme=scheme), COMPUTER: curious})
    assert heard == [GeneratorExit]


def test_damaged_columns_pass_every_check_but_decryption():
    """Random ciphertexts are what a lying sender can send: so the tests above test decryption."""
    for scheme in SCHEMES:
        column = key_of(scheme).context.encrypt(numbers(10), bound=1000)
        words = read_polynomials(damaged(column, 1).ciphertexts[0])
        assert words.shape == (2, len(parameters_of(scheme).data_primes), 8192)
        first, second = (hashlib.sha256(part).digest() for part in words)
        assert first != second
