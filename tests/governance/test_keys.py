"""A key signs for one party, and does not leave it."""

import copy
import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pet_workbench.core import DataError, PrivacyError, secret_file
from pet_workbench.governance.keys import SigningKey, is_signed

PASSWORD = "vijf woorden om te onthouden"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """Guesses cost less here."""
    monkeypatch.setattr(secret_file, "COST", {"n": 1 << 10, "r": 8, "p": 1})


def test_a_known_vector():
    """Test 2 of RFC 8032, section 7.1."""
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert is_signed(b"\x72", signature, public)
    assert not is_signed(b"\x73", signature, public)


def test_a_signature_is_that_of_the_library():
    """What is signed here, `cryptography` checks."""
    key = SigningKey("SVB")
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public))
    public.verify(bytes.fromhex(key.sign(b"text")), b"text")


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64, "00" * 63, "é"])
def test_what_is_no_signature_signs_nothing(signature):
    """Whatever was received."""
    assert not is_signed(b"text", signature, SigningKey("SVB").public)


@pytest.mark.parametrize("public", ["", "00", "zz" * 32, "00" * 33])
def test_what_is_no_public_key_is_refused(public):
    """With an error of ours."""
    with pytest.raises(DataError) as caught:
        is_signed(b"text", "00" * 64, public)
    assert caught.value.id == "errors.signing_public_key"


def test_it_comes_back_from_its_file(tmp_path):
    """With its party, and under its password only."""
    key, path = SigningKey("Gemeente 's-Hertogenbosch"), tmp_path / "mine.secret-key"
    key.save(path, password=PASSWORD)
    back = SigningKey.load(path, password=PASSWORD)
    assert (back.party, back.public) == (key.party, key.public)
    assert is_signed(b"text", back.sign(b"text"), key.public)
    with pytest.raises(secret_file.PasswordError):
        SigningKey.load(path, password="another password")


@pytest.mark.parametrize("copied", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_cannot_be_copied_or_sent(copied):
    """An engine pickles what it sends: not this."""
    with pytest.raises(PrivacyError) as caught:
        copied(SigningKey("SVB"))
    assert caught.value.id == "errors.signing_key_copied"


def test_its_text_does_not_show_it():
    """Nor do its attributes but the private one."""
    key = SigningKey("SVB")
    assert key.public not in repr(key)
    assert set(vars(key)) == {"party", "public", "_private"}
