"""No public object of `he` holds a secret key or gives it back, but the secret key itself.

Objects and functions are found by looking, so a new one is covered as soon as it is there: every
class of `he` that is not abstract needs a sample here.  Each sample is looked through in two ways:
everything that can be reached from it inside this process, and every way to turn it into bytes or
words.
"""

import ast
import copy
import gc
import importlib
import inspect
import io
import json
import pickle
import pkgutil
import types
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
import tenseal.sealapi as seal

import pet_workbench.he
from pet_workbench.core import ParameterError, PetError, run_parties, secret_file
from pet_workbench.he.hiding.flooding import SharedDecryptions
from pet_workbench.he.keys import PublicContext, SecretKey
from pet_workbench.he.sending import envelope, key_file
from pet_workbench.he.sending.handover import agree_key
from pet_workbench.he.sending.tagged import Label
from tests.he import raw_tenseal
from tests.he.made import SCHEMES, key_of, numbers, simple_key

SHARED = bytes(range(32))
MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(pet_workbench.he.__path__, "pet_workbench.he.")
]
each_scheme = pytest.mark.parametrize("scheme", SCHEMES)


def public_things(kind):
    """Return all public things of a kind that `he` defines, by name."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": thing
        for module in MODULES
        for name, thing in vars(module).items()
        if isinstance(thing, kind)
        and not name.startswith("_")
        and thing.__module__ == module.__name__
    }


CLASSES = {
    name: kind
    for name, kind in public_things(type).items()
    if not (inspect.isabstract(kind) or issubclass(kind, BaseException))
    and not getattr(kind, "_is_protocol", False)
}
FUNCTIONS = public_things((types.FunctionType,))


OWNERS = {
    "SecretKey": lambda: key_of("ckks"),
    "SharedDecryptions": lambda: SharedDecryptions(key_of("ckks"), decryptions=1),
}
"""Classes that hold a secret key on purpose, and stay with its owner."""


@cache
def secret_pieces(key):
    """Return pieces of a secret key in each form it has: as SEAL saves it, and its numbers."""
    secret = key._key
    words = np.array(raw_tenseal.words(secret.data()), "<u8")
    forms = [key.unsafe_bytes()[16:], words.tobytes(), words.astype(">u8").tobytes()]
    return tuple(form[at : at + 24] for form in forms for at in range(32, 5000, 1001))


def reachable(start):
    """Yield everything that can be reached from a thing, but for modules, classes and code."""
    skipped = (types.ModuleType, type, types.CodeType, types.BuiltinFunctionType)
    globals_ = {id(vars(module)) for module in list(sys_modules()) if hasattr(module, "__dict__")}
    seen, left = {}, [start]
    while left:
        thing = left.pop()
        if id(thing) in seen or id(thing) in globals_ or isinstance(thing, skipped):
            continue
        seen[id(thing)] = thing
        yield thing
        its_module = id(getattr(thing, "__globals__", None))  # of a test, it has keys on purpose
        left += [one for one in gc.get_referents(thing) if id(one) != its_module]


def sys_modules():
    """Return the modules that are loaded."""
    return importlib.sys.modules.values()


def can_decrypt(thing):
    """Tell whether an object of ours or of the library holds a secret key."""
    if isinstance(thing, SecretKey | seal.SecretKey | seal.Decryptor | seal.KeyGenerator):
        return True
    return isinstance(thing, seal.Encryptor) and _encrypts_with_secret_key(thing)


def _encrypts_with_secret_key(encryptor):
    """Tell whether an encryptor that is asked to encrypt nothing finds a secret key to do it."""
    try:
        encryptor.encrypt_symmetric(seal.Plaintext())
    except (RuntimeError, ValueError) as error:
        return "not set" not in str(error)
    return True


def secrets_in(thing, keys):
    """Return what can be reached from a thing that is a secret key or has a piece of one."""
    pieces = tuple(piece for key in keys for piece in secret_pieces(key))
    found = []
    for one in reachable(thing):
        if can_decrypt(one):
            found.append(one)
        elif isinstance(one, bytes | bytearray | np.ndarray):
            data = one.tobytes() if isinstance(one, np.ndarray) else bytes(one)
            found += [one] if has_piece(data, pieces) else []
    return found


@cache
def has_piece(data, pieces):
    """Tell whether bytes have a piece of a secret key in them; the same bytes are met often."""
    return any(piece in data for piece in pieces)


def _saved_by_numpy(thing):
    file = io.BytesIO()
    np.save(file, np.array([thing], object), allow_pickle=True)
    return file.getvalue()


WAYS_OUT = {
    "pickle": pickle.dumps,
    "copy": copy.copy,
    "deep copy": copy.deepcopy,
    "json": lambda thing: json.dumps(thing, default=vars),
    "json of its words": lambda thing: json.dumps(thing, default=repr),
    "bytes": bytes,
    "repr": repr,
    "str": str,
    "format": lambda thing: f"{thing}",
    "vars": vars,
    "dir": lambda thing: [getattr(thing, name) for name in dir(thing) if name[0] != "_"],
    "iteration": list,
    "numpy": np.asarray,
    "saved by numpy": _saved_by_numpy,
    "pack": lambda thing: envelope.pack(thing, key=SHARED),
    "pack under a digest": lambda thing: envelope.pack(thing, key=None),
}


def taken_out(thing):
    """Return what each way out gives of a thing, as far as it gives anything."""
    for name, way in WAYS_OUT.items():
        try:
            yield name, way(thing)
        except (PetError, TypeError, ValueError, AttributeError, RecursionError, RuntimeError):
            continue


@cache
def samples():
    """Return an object of every class that can be met, each after it has been used."""
    found = []
    for scheme in SCHEMES:
        key = key_of(scheme)
        column = key.encrypt_to_send(numbers(10), bound=1000)
        public = key.context.encrypt(numbers(10), bound=1000)
        total = (column * public).sum()
        key.decrypt(total)
        received = envelope.unpack_context(envelope.pack(key.context, key=SHARED), key=SHARED)
        received.encrypt([1], bound=9)
        found += [key.context, received, column, public, total, key.context.parameters]
        found += [column.meter, total.meter]
    found += [Label(), *_handover_keys(), *_everything_alive()]
    return found


def _handover_keys():
    async def agree(channel, other):
        return await agree_key(channel, other)

    both = {"A": lambda channel: agree(channel, "B"), "B": lambda channel: agree(channel, "A")}
    return run_parties(both)[0].values()


def _everything_alive():
    """Return every object of a class of `he` that this process has at the moment."""
    kinds = set(CLASSES.values())
    return [one for one in gc.get_objects() if type(one) in kinds]


def sent():
    """Return all samples but those that stay with the key's owner: what may leave it."""
    return [one for one in samples() if type(one).__name__ not in OWNERS]


def test_every_class_has_a_sample_or_takes_no_secret_key():
    """What no sample shows cannot be given a secret key, by its annotations."""
    shown = {type(one) for one in samples()}
    for name, kind in CLASSES.items():
        if kind not in shown and kind.__name__ not in OWNERS:
            made = getattr(kind.__init__, "__annotations__", {})
            taken = {**getattr(kind, "__annotations__", {}), **made}
            assert not [one for one in taken.values() if "SecretKey" in str(one)], name


@pytest.mark.parametrize("name", sorted(OWNERS))
def test_what_stays_with_the_owner_is_not_sent(name):
    """It holds the key on purpose, and can be neither pickled, nor copied with it, nor packed."""
    holder = OWNERS[name]()
    assert type(holder).__name__ == name
    assert secrets_in(holder, [key_of("ckks")]) != []
    for act in (pickle.dumps, copy.deepcopy, _saved_by_numpy, WAYS_OUT["pack"]):
        with pytest.raises(ParameterError):
            act(holder)
    for words in (repr(holder), str(holder), f"{holder}"):
        assert secrets_in(words, [key_of("ckks")]) == []


def test_the_classes_that_matter_have_samples():
    """Those that are sent, stored or shown, by name."""
    shown = {type(one).__name__ for one in samples()}
    assert {
        "PublicContext", "RealColumn", "WholeColumn", "RealMeter", "WholeMeter", "Parameters",
        "HandoverKey", "Label",
    } <= shown  # fmt: skip


def test_nothing_that_is_sent_holds_a_secret_key():
    """Not in a field, a field of a field, a closure, a cache, or the library's objects."""
    keys = [key_of(scheme) for scheme in SCHEMES]
    for thing in sent():
        assert secrets_in(thing, keys) == [], type(thing)


def test_nothing_that_is_sent_gives_a_secret_key_back():
    """However it is pickled, copied, printed, listed or packed; and what comes back of bytes."""
    keys = [key_of(scheme) for scheme in SCHEMES]
    for thing in sent():
        for way, out in taken_out(thing):
            assert secrets_in(out, keys) == [], (type(thing), way)
            if way == "pickle":
                again = pickle.loads(out)
                assert secrets_in(again, keys) == [], (type(thing), way)


def test_the_search_finds_a_secret_key():
    """In each place where one could hide: so the tests above can fail."""
    key = simple_key("ckks")
    context = PublicContext(key.context.parameters, key.context.saved)
    hidden = {
        "field": ("decryptor", key._decryptor),
        "encryptor": ("encryptor", key._encryptor),
        "closure": ("later", lambda: key),
        "bytes": ("more", [{"a": key.unsafe_bytes()}]),
        "library": ("seal", key._key),
        "method": ("act", key.decrypt),
        "partial": ("act", partial(print, key)),
        "cache": ("known", _remembering(key)),
    }
    for place, (name, value) in hidden.items():
        vars(context)[name] = value
        assert secrets_in(context, [key]) != [], place
        del vars(context)[name]
    assert secrets_in(context, [key]) == []
    assert secrets_in(raw_tenseal.words(key._key.data()), [key]) == []
    assert secrets_in(np.array(raw_tenseal.words(key._key.data())), [key]) != []


def _remembering(key):
    """Return a function whose cache has a secret key in it."""
    remember = cache(lambda thing: thing)
    remember(key)
    return remember


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_keeps_a_secret_key(name):
    """Not in a default, a closure or a cache, after all of the above has been done."""
    samples()
    assert secrets_in(FUNCTIONS[name], [key_of(scheme) for scheme in SCHEMES]) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_no_module_keeps_a_secret_key(module):
    """Not in a variable, nor in the cache of a function."""
    samples()
    keys = [key_of(scheme) for scheme in SCHEMES]
    for name, value in vars(module).items():
        if not name.startswith("__"):
            assert secrets_in(value, keys) == [], name


@each_scheme
def test_a_secret_key_stays_where_it_is(scheme):
    """It is neither pickled nor copied nor packed, and prints its fingerprint only."""
    key = key_of(scheme)
    for name in ("pickle", "copy", "deep copy", "saved by numpy"):
        with pytest.raises(ParameterError) as caught:
            WAYS_OUT[name](key)
        assert caught.value.id == "errors.he_secret_stays"
    with pytest.raises(ParameterError) as caught:
        envelope.pack(key, key=SHARED)
    assert caught.value.id == "errors.he_not_packed"
    for name in ("bytes", "iteration"):
        with pytest.raises(TypeError):
            WAYS_OUT[name](key)
    expected = f"<SecretKey {key.context.fingerprint[:8]} ({scheme})>"
    assert (repr(key), str(key), f"{key}") == (expected,) * 3
    assert json.loads(json.dumps(key, default=repr)) == expected


@each_scheme
def test_a_list_with_a_secret_key_in_it_is_not_pickled_either(scheme):
    """Nor a table, a partial or a dictionary: the key refuses wherever it is found."""
    for holder in (
        [key_of(scheme)],
        {"key": key_of(scheme)},
        types.SimpleNamespace(k=key_of(scheme)),
    ):
        for act in (pickle.dumps, copy.deepcopy):
            with pytest.raises(ParameterError):
                act(holder)


@each_scheme
def test_errors_hold_no_secret_key(scheme):
    """What a failed decryption or a refused copy reports can be pickled and shown."""
    key, errors = key_of(scheme), []
    other = key_of(scheme, 1).context.encrypt([1], bound=9)
    for act in (lambda: key.decrypt(other), lambda: copy.copy(key), lambda: key.decrypt(None)):
        with pytest.raises(PetError) as caught:
            act()
        errors.append(caught.value.with_traceback(None))
    for error in errors:
        error.__context__ = None
        assert secrets_in(error, [key]) == []
        assert secrets_in(pickle.dumps(error), [key]) == []


def test_raw_tenseal_made_public_goes_on_decrypting():
    """Trap 10 of the list, as it is: the context "made public" has a decryptor that works."""
    raw_tenseal.public_context_decrypts()


@each_scheme
def test_our_public_context_cannot_decrypt(scheme):
    """It has no method for it, and its encryptor refuses to act for the key's owner."""
    key = key_of(scheme)
    received = envelope.unpack_context(envelope.pack(key.context, key=SHARED), key=SHARED)
    for context in (key.context, received):
        context.encrypt([1], bound=9)
        assert not [name for name in dir(context) if "decrypt" in name.lower()]
        assert not _encrypts_with_secret_key(context.encryptor)
        assert set(context.saved) <= set(envelope.KEY_NAMES)
    assert not issubclass(SecretKey, PublicContext)
    assert not issubclass(PublicContext, SecretKey)


@each_scheme
def test_no_public_key_is_the_secret_key(scheme):
    """No polynomial of a public key or fresh ciphertext has the secret key's numbers."""
    key = key_of(scheme)
    secret = raw_tenseal.words(key._key.data())[:64]
    public = seal.PublicKey()
    from_context = key.context._loaded(public, "public").data()
    column = key.encrypt(numbers(10), bound=1000)
    for cipher in (from_context, *column.ciphertexts):
        words = raw_tenseal.words(cipher)
        starts = range(0, len(words), 8192)
        assert secret not in [words[start : start + 64] for start in starts]


def test_only_the_key_file_asks_for_the_key_itself():
    """`unsafe_bytes` has one caller in the package, which encrypts what it gets."""
    callers = [
        path.name
        for path in Path(pet_workbench.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "unsafe_bytes"
    ]
    assert callers == ["key_file.py"]


def test_a_key_file_holds_the_key_under_its_password_only(tmp_path, monkeypatch):
    """What is written has no piece of the key in it in the clear."""
    monkeypatch.setattr(secret_file, "COST", {"n": 1 << 10, "r": 8, "p": 1})
    path = tmp_path / "mine.secret-key"
    key_file.save(simple_key("bfv"), path, password="vijf losse woorden")
    assert secrets_in(path.read_bytes(), [simple_key("bfv")]) == []
