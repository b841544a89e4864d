"""What crosses between organisations arrives as it was or not at all, and is no secret key."""

import hashlib
import hmac
import json
import struct
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError, PetError
from pet_workbench.he.errors import TamperedError, WrongKeyError
from pet_workbench.he.keys import PublicContext
from pet_workbench.he.library import from_bytes, read_polynomials, seal, to_bytes
from pet_workbench.he.sending import envelope
from pet_workbench.he.sending.envelope import pack, unpack_column, unpack_context
from pet_workbench.he.sending.tagged import Label
from tests.he.made import SCHEMES, key_of, numbers, parameters_of, simple_key

SHARED = bytes(range(32))
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(32))
WAYS = {
    "digest": (None, None),
    "mac": (SHARED, SHARED),
    "signature": (SIGNING, SIGNING.public_key()),
}
each_way = pytest.mark.parametrize(("give", "check"), WAYS.values(), ids=WAYS)
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)
FIXED = struct.Struct("<8sBBHIQ")


def opened(data):
    """Return header and body of an envelope, without any check."""
    *_, header_bytes, body_bytes = FIXED.unpack(data[: FIXED.size])
    end = FIXED.size + header_bytes
    return json.loads(data[FIXED.size : end]), data[end : end + body_bytes]


def closed(header, body):
    """Return an envelope with this header and body under a right tag: a sender that lies."""
    text = json.dumps(header).encode()
    content = FIXED.pack(b"PETHEENV", 1, 2, 0, len(text), len(body)) + text + body
    return content + hmac.digest(SHARED, content, "sha256")


def edited(data, **fields):
    """Return an envelope with other fields, under a right tag."""
    header, body = opened(data)
    return closed({**header, **fields}, body)


def column_of(scheme, length=10, *, how="encrypt_to_send"):
    """Return a small column and its numbers."""
    values = numbers(length)
    return getattr(key_of(scheme), how)(values, bound=1000), values


def assert_holds(scheme, column, values):
    """Check what a column decrypts to."""
    np.testing.assert_allclose(key_of(scheme).decrypt(column), values, atol=1e-4)


@each_scheme
@each_way
@pytest.mark.parametrize("how", ["encrypt", "encrypt_to_send"])
@pytest.mark.parametrize("length", [1, 10, 9000])
def test_a_column_arrives_as_it_was(scheme, give, check, how, length):
    """Numbers, length and meter, in one ciphertext or several."""
    column, values = column_of(scheme, length, how=how)
    got = unpack_column(pack(column, key=give), key_of(scheme).context, key=check)
    assert (got.length, got.meter, got.is_total) == (length, column.meter, False)
    assert_holds(scheme, got, values)


@each_scheme
def test_a_result_arrives_as_it_was(scheme):
    """A product, a total, and a column at a lower level keep meter and value."""
    context = key_of(scheme).context
    column, values = column_of(scheme)
    results = {
        "product": (column * column, values**2),
        "total": (column.sum(), [values.sum()]),
        "part of it": (column * 3 - 5, values * 3 - 5),
        "total of products": ((column * column).sum(), [(values**2).sum()]),
    }
    for result, expected in results.values():
        got = unpack_column(pack(result, key=SHARED), context, key=SHARED)
        assert got.meter == result.meter
        assert (got.length, got.is_total) == (result.length, result.is_total)
        error = np.abs(key_of(scheme).decrypt(got) - np.asarray(expected)).max()
        assert error <= result.meter.error


@each_scheme
@each_way
def test_a_context_arrives_as_it_was(scheme, give, check):
    """Same fingerprint, and what it encrypts and computes its owner can decrypt."""
    got = unpack_context(pack(key_of(scheme).context, key=give), key=check)
    assert got.fingerprint == key_of(scheme).context.fingerprint
    assert got.parameters == parameters_of(scheme)
    column = got.encrypt(numbers(10), bound=1000)
    assert_holds(scheme, (column * column).sum(), [(numbers(10) ** 2).sum()])


@each_scheme
def test_seeded_ciphertexts_travel_seeded(scheme):
    """What the key's owner sends takes about half of what others send."""
    sent, _ = column_of(scheme)
    public = key_of(scheme).context.encrypt(numbers(10), bound=1000)
    assert len(pack(sent, key=SHARED)) < 0.55 * len(pack(public, key=SHARED))
    assert len(pack(sent, key=SHARED)) - sent.size_bytes < 700


def regions(data):
    """Return a position in every region of an envelope: all of its outside, some of its body."""
    *_, header_bytes, body_bytes = FIXED.unpack(data[: FIXED.size])
    start = FIXED.size + header_bytes
    outside = [*range(start), *range(start + body_bytes, len(data))]
    return [*outside, *range(start, start + 64), *range(start, start + body_bytes, 997)]


@each_scheme
@each_way
def test_every_flipped_byte_is_refused(scheme, give, check):
    """Each byte of magic, version, lengths, header and tag, SEAL's own header, and all through."""
    context, column = simple_key(scheme).context, simple_key(scheme).encrypt_to_send([1], bound=9)
    data = pack(column, key=give)
    for at in regions(data):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with pytest.raises((TamperedError, DataError)):
            unpack_column(bytes(changed), context, key=check)


@each_way
def test_a_flipped_context_is_refused(give, check):
    """A public key with one wrong bit encrypts what nobody can decrypt."""
    data = pack(simple_key("ckks").context, key=give)
    for at in regions(data):
        changed = bytearray(data)
        changed[at] ^= 1 << at % 8
        with pytest.raises((TamperedError, DataError)):
            unpack_context(bytes(changed), key=check)


def test_an_edited_length_is_refused():
    """The edit with which raw TenSEAL returns what is in memory behind the numbers."""
    column, _ = column_of("ckks")
    data = pack(column, key=SHARED)
    changed = data.replace(b'"length": 10,', b'"length": 99,')
    assert changed != data
    with pytest.raises(TamperedError):
        unpack_column(changed, key_of("ckks").context, key=SHARED)


WRONG_COLUMNS = {
    "more rows than slots": {"length": 16_000},
    "no rows": {"length": 0},
    "negative": {"length": -1},
    "huge": {"length": 1 << 62},
    "fraction": {"length": 1.5},
    "true": {"length": True},
    "a total of many": {"is_total": True},
    "total as a word": {"is_total": "no"},
    "another scheme": {"scheme": "other"},
    "scheme as a list": {"scheme": []},
    "sizes too many": {"sizes": [1, 1]},
    "sizes none": {"sizes": []},
    "sizes as a word": {"sizes": "all"},
    "sizes negative": {"sizes": [-5]},
    "meter empty": {"meter": {}},
    "meter as a list": {"meter": []},
    "one more field": {"code": "print(1)"},
    "a context": {"kind": "context"},
    "nothing known": {"kind": None},
}


@pytest.mark.parametrize(("is_total", "copies"), [(False, 2), (False, 4096), (True, 1), (True, 0)])
def test_rows_do_not_pass_for_averages_of_all_slots(is_total, copies):
    """Rows whose meter says "average" would state a hundredth of their error, and be flooded so."""
    column = column_of("ckks")[0]
    sent = column.sum() if is_total else column
    declared = opened(pack(sent, key=SHARED))[0]["meter"]
    with pytest.raises(DataError, match="whose copies"):
        unpack_column(
            edited(pack(sent, key=SHARED), meter={**declared, "copies": copies}),
            key_of("ckks").context,
            key=SHARED,
        )


@each_scheme
@pytest.mark.parametrize("fields", WRONG_COLUMNS.values(), ids=WRONG_COLUMNS)
def test_a_lie_under_a_right_tag_is_refused(scheme, fields, monkeypatch):
    """Whoever has the key and declares nonsense gets an error before SEAL sees a byte."""
    data = edited(pack(column_of(scheme)[0], key=SHARED), **fields)
    monkeypatch.setattr(envelope, "from_bytes", _never)
    with pytest.raises(DataError):
        unpack_column(data, key_of(scheme).context, key=SHARED)


def _never(*_):
    raise AssertionError("SEAL saw bytes")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@each_scheme
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_header_makes_the_reader_fail_otherwise(scheme, data):
    """Anything in any field of a column or a context ends in an error of ours, or is right."""
    key = simple_key(scheme)
    thing = data.draw(st.sampled_from([key.context, key.encrypt([1], bound=9)]))
    header, body = opened(pack(thing, key=SHARED))
    name = data.draw(st.sampled_from(sorted(header)))
    value = data.draw(ANYTHING)
    if isinstance(header[name], dict):
        value = {**header[name], data.draw(st.sampled_from(sorted(header[name]))): value}
    elif isinstance(header[name], list) and header[name]:
        place = data.draw(st.integers(0, len(header[name]) - 1))
        value = [value if at == place else one for at, one in enumerate(header[name])]
    lie = closed({**header, name: value}, body)
    with suppress(PetError):
        unpack_context(lie, key=SHARED)
    with suppress(PetError):
        unpack_column(lie, key.context, key=SHARED)


@each_scheme
@pytest.mark.parametrize("value", [-1, -0.5, float("inf"), float("nan"), 10**400, "1", None, [1]])
def test_an_impossible_meter_is_refused(scheme, value):
    """Each number of a meter is a number, and not below zero."""
    context = key_of(scheme).context
    data = pack(column_of(scheme)[0], key=SHARED)
    for name in opened(data)[0]["meter"]:
        meter = {**opened(data)[0]["meter"], name: value}
        with pytest.raises(PetError):
            unpack_column(edited(data, meter=meter), context, key=SHARED)


@each_scheme
def test_a_false_level_is_refused(scheme):
    """Levels above what there is, and below what the ciphertext has."""
    data = pack(column_of(scheme)[0], key=SHARED)
    levels = parameters_of(scheme).levels
    for level in {*range(-1, levels + 3)} - {levels}:
        meter = {**opened(data)[0]["meter"], "level": level}
        with pytest.raises(PetError):
            unpack_column(edited(data, meter=meter), key_of(scheme).context, key=SHARED)


@each_scheme
def test_numbers_that_cannot_be_in_there_are_refused(scheme):
    """A bound or noise beyond the modulus, or a scale of nothing."""
    data = pack(column_of(scheme)[0], key=SHARED)
    for name, value in (("bound", 1e300), ("noise", 1e300), ("scale", 0), ("scale", 1e-300)):
        meter = {**opened(data)[0]["meter"]}
        if name in meter:
            meter[name] = value
            with pytest.raises(PetError):
                unpack_column(edited(data, meter=meter), key_of(scheme).context, key=SHARED)


def test_a_false_scale_is_refused():
    """Another scale would make every number wrong by a factor."""
    data = pack(column_of("ckks")[0], key=SHARED)
    meter = opened(data)[0]["meter"]
    lie = edited(data, meter={**meter, "scale": 1.001 * meter["scale"]})
    with pytest.raises(DataError) as caught:
        unpack_column(lie, key_of("ckks").context, key=SHARED)
    assert caught.value.parameters["name"] == "scale"


def small(*values):
    """Return a body with these parts and its sizes."""
    return {"sizes": list(map(len, values))}, b"".join(values)


@each_scheme
def test_only_ciphertexts_of_the_declared_form_come_in(scheme):
    """Not a key, a product that was not brought back to two parts, another level, or garbage."""
    key = key_of(scheme)
    context, column = key.context, key.encrypt(numbers(10), bound=1000)
    header, _ = opened(pack(column, key=SHARED))
    three, lower = seal().Ciphertext(), seal().Ciphertext()
    context.evaluator.square(column.ciphertexts[0], three)
    context.evaluator.mod_switch_to_next(column.ciphertexts[0], lower)
    wrong = {
        "secret key": key.unsafe_bytes(),
        "public key": context.saved["public"],
        "three parts": to_bytes(three),
        "lower level": to_bytes(lower),
        "garbage": bytes(1000),
    }
    for data in wrong.values():
        fields, body = small(data)
        with pytest.raises(DataError):
            unpack_column(closed({**header, **fields}, body), context, key=SHARED)


def test_a_ciphertext_of_the_other_form_is_refused():
    """Right size, wrong parameters: SEAL refuses it, as an error of ours."""
    key, other = simple_key("ckks"), simple_key("bfv")
    header, _ = opened(pack(key.encrypt([1], bound=9), key=SHARED))
    fields, body = small(other.encrypt([1], bound=9).saved()[0])
    with pytest.raises(DataError) as caught:
        unpack_column(closed({**header, **fields}, body), key.context, key=SHARED)
    assert caught.value.id == "errors.he_envelope_refused"


def test_numbers_beyond_their_prime_are_refused():
    """SEAL looks at every number of a ciphertext; what it says is an error of ours."""
    key = simple_key("ckks")
    column = key.encrypt([1], bound=9)
    words = read_polynomials(column.ciphertexts[0]).copy()
    saved = struct.pack("<Q", words.size) + b"\xff" * words.nbytes
    cipher = column.ciphertexts[0]
    inner = struct.pack("<HBBBBHQ", 0xA15E, 16, 4, 3, 0, 0, 16 + len(saved)) + saved
    body = struct.pack("<4QBQQQdQ", *cipher.parms_id(), 1, 2, 4096, 1, cipher.scale, 1) + inner
    raw = struct.pack("<HBBBBHQ", 0xA15E, 16, 4, 3, 0, 0, 16 + len(body)) + body
    header, _ = opened(pack(column, key=SHARED))
    with pytest.raises(DataError) as caught:
        unpack_column(closed({**header, "sizes": [len(raw)]}, raw), key.context, key=SHARED)
    assert caught.value.id == "errors.he_envelope_refused"


@each_scheme
def test_a_column_under_another_key_is_refused(scheme):
    """Same parameters, another key: raw TenSEAL loads it and decrypts garbage."""
    other = key_of(scheme, 1)
    assert other.context.parameters == key_of(scheme).context.parameters
    with pytest.raises(WrongKeyError) as caught:
        unpack_column(pack(column_of(scheme)[0], key=SHARED), other.context, key=SHARED)
    assert caught.value.id == "errors.he_envelope_key"


def test_a_column_and_a_context_are_told_apart():
    """Neither opens as the other."""
    context, column = key_of("ckks").context, column_of("ckks")[0]
    with pytest.raises(DataError) as caught:
        unpack_context(pack(column, key=SHARED), key=SHARED)
    assert caught.value.id == "errors.he_envelope_kind"
    with pytest.raises(DataError) as caught:
        unpack_column(pack(context, key=SHARED), context, key=SHARED)
    assert caught.value.id == "errors.he_envelope_kind"


def test_the_label_goes_with_it():
    """A column meant for another step is refused; so is the same one again."""
    column, context = column_of("ckks")[0], key_of("ckks").context
    label = Label("incomes", "SVB", "UWV", "run", 0)
    data = pack(column, key=SHARED, label=label)
    assert len(unpack_column(data, context, key=SHARED, label=label)) == 10
    for other in (label._replace(step="benefits"), label._replace(number=1), Label()):
        with pytest.raises(TamperedError):
            unpack_column(data, context, key=SHARED, label=other)


WRONG_CONTEXTS = {
    "unsafe": {"parameters": [4096, [60, 60, 60], 30]},
    "too large": {"parameters": [32768, [50] * 17, 30]},
    "no such degree": {"parameters": [5000, [40, 40], 30]},
    "many primes": {"parameters": [32768, [18] * 65, 30]},
    "a word": {"parameters": "all"},
    "short": {"parameters": [4096, [40, 40]]},
    "a fraction": {"parameters": [4096.0, [53, 53], 30]},
    "nested": {"parameters": [4096, [[53], 53], 30]},
    "other parameters": {"parameters": [4096, [50, 50], 30]},
    "other scale": {"parameters": [4096, [53, 53], 31]},
    "no keys": {"keys": []},
    "a secret key": {"keys": ["secret"]},
    "one more key": {"keys": ["public", "secret"]},
    "twice": {"keys": ["public", "public"]},
    "keys as a word": {"keys": "public"},
    "keys nested": {"keys": [["public"]]},
    "another scheme": {"scheme": "bfv"},
    "another fingerprint": {"fingerprint": "0" * 64},
    "a column": {"kind": "column"},
    "sizes": {"sizes": [5]},
}


@pytest.mark.parametrize("fields", WRONG_CONTEXTS.values(), ids=WRONG_CONTEXTS)
def test_a_context_that_lies_is_refused(fields):
    """Parameters are made anew with all checks, and keys have the size that follows from them."""
    data = edited(pack(simple_key("ckks").context, key=SHARED), **fields)
    with pytest.raises((DataError, ParameterError)):
        unpack_context(data, key=SHARED)


def test_keys_for_sums_that_lack_one_are_refused():
    """The right number of rotations, one of them another: found at once and not at the sum."""
    key, parameters = key_of("ckks"), parameters_of("ckks")
    generator = seal().KeyGenerator(key.context.seal_context)
    elements = [pow(3, 1 << k, 16384) for k in range(11)] + [pow(3, 5, 16384)]
    saved = {**key.context.saved, "sums": to_bytes(generator.create_galois_keys(elements))}
    with pytest.raises(DataError) as caught:
        unpack_context(pack(PublicContext(parameters, saved), key=SHARED), key=SHARED)
    assert caught.value.parameters["name"] == "sums"


@each_scheme
@pytest.mark.parametrize("name", ["public", "products", "sums", "secret"])
def test_no_envelope_takes_a_secret_key(scheme, name):
    """Not under the name of a public one, and not under a name of its own."""
    key = key_of(scheme)
    stuffed = PublicContext(key.context.parameters, {**key.context.saved, name: key.unsafe_bytes()})
    with pytest.raises(DataError):
        pack(stuffed, key=SHARED)


def test_only_columns_and_contexts_are_packed():
    """A secret key, its bytes and anything else are refused."""
    key = simple_key("ckks")
    for thing in (key, key.unsafe_bytes(), key.context.saved, None, "text"):
        with pytest.raises(ParameterError) as caught:
            pack(thing, key=SHARED)
        assert caught.value.id == "errors.he_not_packed"


def test_primes_of_another_choice_are_not_sent():
    """The receiver makes parameters anew, so only those that can be made are packed."""
    key = simple_key("ckks")
    first, last = key.context.parameters.coeff_modulus
    other = replace(key.context.parameters, coeff_modulus=(last, first))
    with pytest.raises(ParameterError) as caught:
        pack(PublicContext(other, key.context.saved), key=SHARED)
    assert caught.value.id == "errors.he_own_primes"


def test_an_envelope_holds_what_was_encrypted_and_no_more():
    """The body is the ciphertexts, byte for byte; the header has no number of the column in it."""
    column, _ = column_of("ckks")
    header, body = opened(pack(column, key=SHARED))
    assert body == b"".join(column.saved())
    assert set(header) == {
        "label", "kind", "fingerprint", "scheme", "length", "is_total", "meter", "sizes",
    }  # fmt: skip
    again = from_bytes(seal().Ciphertext(), key_of("ckks").context.seal_context, body)
    assert hashlib.sha256(read_polynomials(again)).digest() == (
        hashlib.sha256(read_polynomials(column.ciphertexts[0])).digest()
    )
