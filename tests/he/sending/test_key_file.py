"""A secret key on disk: only its owner opens it, and nobody takes it for something to send."""

import os
import stat
import sys
import time

import numpy as np
import pytest

from pet_workbench.core import DataError, ParameterError, PetError, PrivacyError, secret_file
from pet_workbench.core.secret_file import PasswordError
from pet_workbench.he.keys import SecretKey
from pet_workbench.he.sending import key_file
from pet_workbench.he.sending.envelope import unpack_column, unpack_context
from tests.he.made import SCHEMES, key_of, numbers, simple_key

PASSWORD = "vijf woorden om te onthouden"
FULL_COST = dict(secret_file.COST)
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="rights of files, as Unix has them")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """Guesses cost less here, but where the cost is what is tested."""
    monkeypatch.setattr(secret_file, "COST", {"n": 1 << 10, "r": 8, "p": 1})


@pytest.fixture
def path(tmp_path):
    """A file with a small key in it."""
    path = tmp_path / "mine.secret-key"
    key_file.save(simple_key("ckks"), path, password=PASSWORD)
    return path


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_key_comes_back(scheme, tmp_path):
    """It decrypts what was encrypted before, and has the same public context."""
    key, path = key_of(scheme), tmp_path / "mine.secret-key"
    column = key.context.encrypt(numbers(10), bound=1000)
    key_file.save(key, path, password=PASSWORD)
    got = key_file.load(path, password=PASSWORD)
    assert isinstance(got, SecretKey)
    assert got.context.fingerprint == key.context.fingerprint
    assert got.context.saved == key.context.saved
    np.testing.assert_allclose(got.decrypt(column), numbers(10), atol=1e-4)


def test_a_wrong_password_is_an_error_of_its_own(path):
    """Neither nothing, nor garbage, nor the library's error."""
    for password in ("another password", "", PASSWORD + " "):
        with pytest.raises(PasswordError) as caught:
            key_file.load(path, password=password)
        assert caught.value.id == "errors.secret_file_password"


def test_accents_count_however_they_were_typed(tmp_path):
    """One keyboard sends one character for é, another sends two."""
    path = tmp_path / "mine.secret-key"
    key_file.save(simple_key("ckks"), path, password="caf\u00e9s in Belgi\u00eb")
    key_file.load(path, password="cafe\u0301s in Belgie\u0308")


def test_a_guess_costs_what_is_stated(monkeypatch, path):
    """128 MiB and more than a tenth of a second, in the file's version and not in the file."""
    assert 128 * FULL_COST["n"] * FULL_COST["r"] * FULL_COST["p"] == 128 << 20
    monkeypatch.setattr(secret_file, "COST", FULL_COST)
    start = time.process_time()
    with pytest.raises(PasswordError):
        key_file.load(path, password=PASSWORD)
    assert time.process_time() - start > 0.1


def test_every_file_has_its_own_salt_and_nonce(path, tmp_path):
    """Two files of one key under one password have nothing in common but their beginning."""
    other = tmp_path / "other.secret-key"
    key_file.save(simple_key("ckks"), other, password=PASSWORD)
    first, second = path.read_bytes(), other.read_bytes()
    assert first[:9] == second[:9] == b"PETHEKEY\x01"
    for start, end in ((9, 25), (25, 37), (37, 2000)):
        assert first[start:end] != second[start:end]


def test_the_key_is_not_in_the_file(path):
    """No piece of what SEAL saves of the key stands in it in the clear."""
    secret, data = simple_key("ckks").unsafe_bytes(), path.read_bytes()
    pieces = {secret[at : at + 16] for at in range(40, len(secret) - 16, 16)}
    assert not [piece for piece in pieces if piece in data]


@on_unix
def test_only_the_owner_may_read_it(path):
    """Mode 600 from the first byte, whatever the mask says."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@on_unix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o622, 0o601])
def test_a_file_that_others_may_read_is_refused(path, mode):
    """Before the password is even tried."""
    path.chmod(mode)
    with pytest.raises(DataError) as caught:
        key_file.load(path, password=PASSWORD)
    assert caught.value.id == "errors.secret_file_mode"


@on_unix
def test_the_mode_is_right_before_anything_is_written(monkeypatch, tmp_path):
    """Nobody can open the file between its making and a later change of mode."""
    modes = []
    write = os.fdopen

    def look(opened, *how):
        modes.append(stat.S_IMODE(os.fstat(opened).st_mode))
        return write(opened, *how)

    monkeypatch.setattr(secret_file.os, "fdopen", look)
    old = os.umask(0)
    try:
        key_file.save(simple_key("ckks"), tmp_path / "mine.secret-key", password=PASSWORD)
    finally:
        os.umask(old)
    assert modes == [0o600]


def test_no_key_takes_the_place_of_another(path):
    """A second key of that name is refused, and the first is as it was."""
    before = path.read_bytes()
    with pytest.raises(DataError) as caught:
        key_file.save(simple_key("bfv"), path, password=PASSWORD)
    assert caught.value.id == "errors.secret_file_write"
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_it_appears_whole_or_not_at_all(monkeypatch, tmp_path, step):
    """When the disk is full or the machine stops halfway, no half key is left."""

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(secret_file.os, step, fail)
    monkeypatch.setattr(secret_file.os, "replace", fail)
    with pytest.raises(DataError, match="No space left"):
        key_file.save(simple_key("ckks"), tmp_path / "mine.secret-key", password=PASSWORD)
    assert os.listdir(tmp_path) == []


def test_a_disk_without_second_names_will_do(monkeypatch, tmp_path):
    """Such as a memory stick's; there too no file is replaced."""

    def fail(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(secret_file.os, "link", fail)
    path = tmp_path / "mine.secret-key"
    key_file.save(simple_key("ckks"), path, password=PASSWORD)
    key_file.load(path, password=PASSWORD)
    with pytest.raises(DataError):
        key_file.save(simple_key("bfv"), path, password=PASSWORD)
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("name", ["mine", "mine.column", "key.bin", "mine.secret-key.txt", ""])
def test_another_name_is_refused(tmp_path, name):
    """A secret key has a name that says what it is."""
    with pytest.raises(ParameterError) as caught:
        key_file.save(simple_key("ckks"), tmp_path / name, password=PASSWORD)
    assert caught.value.id == "errors.secret_file_name"


def test_a_path_that_no_system_has_is_an_error_of_ours():
    """A zero byte in a name is refused like any file that cannot be written or read."""
    with pytest.raises(DataError, match="need to write"):
        key_file.save(simple_key("ckks"), "my\0key.secret-key", password=PASSWORD)
    with pytest.raises(DataError, match="need a file"):
        key_file.load("my\0key.secret-key", password=PASSWORD)


def test_bytes_of_a_terminal_that_are_no_text_can_be_a_password(tmp_path):
    """Python hands over such bytes as half characters; they count as they are."""
    path, typed = tmp_path / "mine.secret-key", "niet in UTF-8: \udce9"
    key_file.save(simple_key("ckks"), path, password=typed)
    assert key_file.load(path, password=typed).context.saved == simple_key("ckks").context.saved
    with pytest.raises(PasswordError):
        key_file.load(path, password="niet in UTF-8: \udce8")


def test_a_short_password_is_refused(tmp_path):
    """Whoever gets the file can try as many as it likes."""
    with pytest.raises(ParameterError) as caught:
        key_file.save(simple_key("ckks"), tmp_path / "a.secret-key", password="geheim")
    assert caught.value.id == "errors.secret_file_short"


def test_a_damaged_file_is_told_from_a_wrong_password(path):
    """A flipped bit anywhere behind the beginning, and a file that was cut off."""
    data = path.read_bytes()
    for at in [*range(8, 60), *range(60, len(data), 4001), len(data) - 1]:
        changed = bytearray(data)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises(DataError) as caught:
            key_file.load(path, password=PASSWORD)
        assert caught.value.id == "errors.secret_file_damaged"
    path.write_bytes(data[:-1])
    with pytest.raises(DataError):
        key_file.load(path, password=PASSWORD)


def test_another_file_is_refused(tmp_path, path):
    """One that is not there, is empty, or is of another kind."""
    with pytest.raises(DataError) as caught:
        key_file.load(tmp_path / "none.secret-key", password=PASSWORD)
    assert caught.value.id == "errors.secret_file_read"
    for content in (b"", b"PETHEKEY\x01", b"something else" * 20):
        path.write_bytes(content)
        with pytest.raises(DataError) as caught:
            key_file.load(path, password=PASSWORD)
        assert caught.value.id == "errors.secret_file_kind"


def test_a_key_file_that_was_sent_is_recognised(path):
    """Whoever opens it as an envelope hears what it is, and is told to delete it."""
    context = simple_key("ckks").context
    for key in (None, bytes(32)):
        with pytest.raises(PrivacyError) as caught:
            unpack_context(path.read_bytes(), key=key)
        assert caught.value.id == "errors.he_secret_was_sent"
        with pytest.raises(PrivacyError):
            unpack_column(path.read_bytes(), context, key=key)


def test_no_error_holds_password_or_key(path):
    """What is reported can be shown to anybody."""
    secret = "een ander geheim wachtwoord"
    with pytest.raises(PetError) as caught:
        key_file.load(path, password=secret)
    assert secret not in str(caught.value) + repr(caught.value.parameters)
    assert caught.value.__suppress_context__
