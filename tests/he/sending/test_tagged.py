"""Tags: nothing changed, nothing cut, nothing in another's place; and no choice for the bytes."""

import hashlib
import hmac
import json
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import DataError, ParameterError, PetError, PrivacyError
from pet_workbench.he.errors import TamperedError
from pet_workbench.he.sending import tagged
from pet_workbench.he.sending.tagged import Label, check_and_open, close

SHARED = bytes(range(32))
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(32))
WAYS = {
    "digest": (None, None),
    "mac": (SHARED, SHARED),
    "signature": (SIGNING, SIGNING.public_key()),
}
each_way = pytest.mark.parametrize(("give", "check"), WAYS.values(), ids=WAYS)
LABEL = Label("incomes", "SVB", "UWV", "run 1", 2)


@each_way
@given(body=st.lists(st.binary(max_size=50), max_size=4), length=st.integers())
def test_what_was_closed_is_opened(give, check, body, length):
    """Header, body and label come back as they were, whatever they were."""
    data = close({"length": length}, body, key=give, label=LABEL)
    fields, opened = check_and_open(data, key=check, label=LABEL)
    assert (fields, bytes(opened)) == ({"length": length}, b"".join(body))


def test_a_tag_is_hmac_sha256_over_everything_before_it():
    """Written out with the standard library: a known construction and nothing else."""
    header = json.dumps({"label": LABEL, "a": 1}).encode()
    fixed = struct.pack("<8sBBHIQ", b"PETHEENV", 1, 2, 0, len(header), 3)
    content = fixed + header + b"xyz"
    expected = content + hmac.digest(SHARED, content, "sha256")
    assert close({"a": 1}, [b"x", b"yz"], key=SHARED, label=LABEL) == expected


def test_a_signature_is_ed25519_over_a_name_and_a_digest():
    """Anybody with the public key can check it, with no code of ours."""
    data = close({}, [b"x"], key=SIGNING)
    digest = hashlib.sha256(data[:-64]).digest()
    SIGNING.public_key().verify(data[-64:], b"pet-workbench envelope " + digest)


@each_way
def test_every_flipped_bit_is_refused(give, check):
    """All bits of a small envelope: magic, version, way, lengths, header, body and tag."""
    data = close({"length": 3}, [b"body"], key=give, label=LABEL)
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises((TamperedError, DataError, PrivacyError)):
            check_and_open(bytes(changed), key=check, label=LABEL)


@each_way
def test_whatever_is_cut_or_added_is_refused(give, check):
    """Every shorter piece, and one byte more at either end."""
    data = close({"length": 3}, [b"body"], key=give)
    for changed in [*(data[:end] for end in range(len(data))), data + b"\0", b"\0" + data]:
        with pytest.raises((TamperedError, DataError)):
            check_and_open(changed, key=check)


@given(data=st.binary(max_size=200))
def test_other_bytes_give_a_typed_error(data):
    """Nothing that arrives ends in an error that is none of ours."""
    for start in (b"", b"PETHEENV\x01", b"PETHEENV\x01\x02\0\0"):
        with pytest.raises(PetError):
            check_and_open(start + data, key=SHARED)


def test_the_receivers_key_decides_what_is_expected():
    """A digest does not pass for a MAC, nor any way for another, whatever the bytes say."""
    for name, (give, _) in WAYS.items():
        for other, (_, check) in WAYS.items():
            if name != other:
                with pytest.raises(TamperedError) as caught:
                    check_and_open(close({}, [b"x"], key=give), key=check)
                assert caught.value.id == "errors.he_tagged_otherwise"


def test_a_digest_with_the_way_edited_is_no_mac():
    """Who rewrites the way and keeps the digest has no tag of the shared key."""
    data = bytearray(close({}, [b"x"], key=None))
    data[9] = 2
    data[-32:] = hashlib.sha256(data[:-32]).digest()
    with pytest.raises(TamperedError) as caught:
        check_and_open(bytes(data), key=SHARED)
    assert caught.value.id == "errors.he_tag"


def test_a_digest_stops_accidents_only():
    """Whoever changes the bytes can compute it anew: that is what its description says."""
    data = bytearray(close({}, [b"x"], key=None))
    data[-33] ^= 1
    data[-32:] = hashlib.sha256(data[:-32]).digest()
    assert bytes(check_and_open(bytes(data), key=None)[1]) == b"y"
    assert "not* tampering" in tagged.__doc__


@each_way
@pytest.mark.parametrize("name", Label._fields)
def test_what_is_meant_for_something_else_is_refused(give, check, name):
    """Of another step, party or run, or the same a second time; and the error says which."""
    other = LABEL._replace(**{name: 7 if name == "number" else "other"})
    with pytest.raises(TamperedError) as caught:
        check_and_open(close({}, [], key=give, label=LABEL), key=check, label=other)
    assert caught.value.id == "errors.he_label"
    assert caught.value.parameters["name"] == name


def test_a_label_cannot_be_confused_with_its_neighbour():
    """Neither do letters move from one name to the next, nor is true the number 1."""
    data = close({}, [], key=SHARED, label=Label("ab", "c"))
    with pytest.raises(TamperedError):
        check_and_open(data, key=SHARED, label=Label("a", "bc"))
    data = close({}, [], key=SHARED, label=Label(number=True))
    with pytest.raises(TamperedError):
        check_and_open(data, key=SHARED, label=Label(number=1))


def test_another_key_is_refused():
    """Of the other party, of another run, or a signature of somebody else."""
    with pytest.raises(TamperedError):
        check_and_open(close({}, [], key=SHARED), key=bytes(32))
    stranger = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key()
    with pytest.raises(TamperedError):
        check_and_open(close({}, [], key=SIGNING), key=stranger)


@pytest.mark.parametrize("key", [b"", b"short", bytes(33), "text" * 8, 0, SIGNING.public_key()])
def test_a_key_of_no_use_is_refused(key):
    """An empty or short key is a mistake, and never read as no key."""
    with pytest.raises(ParameterError) as caught:
        close({}, [], key=key)
    assert caught.value.id == "errors.he_tag_key"


def test_nothing_is_read_before_the_tag(monkeypatch):
    """The header of bytes with a wrong tag is never parsed."""
    data = bytearray(close({}, [b"x"], key=SHARED))
    data[-1] ^= 1

    def fail(*_):
        raise AssertionError("the header was read")

    monkeypatch.setattr(tagged.json, "loads", fail)
    with pytest.raises(TamperedError):
        check_and_open(bytes(data), key=SHARED)


def test_tags_are_compared_in_constant_time(monkeypatch):
    """The comparison is that of the standard library."""
    asked = []
    compare = hmac.compare_digest
    monkeypatch.setattr(
        tagged.hmac, "compare_digest", lambda a, b: asked.append(len(a)) or compare(a, b)
    )
    for give, check in ((None, None), (SHARED, SHARED)):
        check_and_open(close({}, [], key=give), key=check)
    assert asked == [32, 32]


@pytest.mark.parametrize("header", [b"", b"[", b"[]", b"[" * 100_000, b"\xff", b"1"])
def test_a_header_that_is_none_is_refused_even_under_a_right_tag(header):
    """Whoever has the key can write what it likes, and gets an error for it."""
    content = struct.pack("<8sBBHIQ", b"PETHEENV", 1, 2, 0, len(header), 0) + header
    with pytest.raises(DataError) as caught:
        check_and_open(content + hmac.digest(SHARED, content, "sha256"), key=SHARED)
    assert caught.value.id == "errors.he_header"
