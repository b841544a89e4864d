"""The format on the wire: what is sent is read, and nothing else is."""

import struct
from contextlib import suppress
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pet_workbench.core import ProtocolError
from pet_workbench.engines import wire
from pet_workbench.engines.wire import DTYPES, Frame, Greeting, Kind, parse

GREETING = Greeting(wire.VERSION, bytes(range(32)), "Anna", "Bas")
HELLO = wire.greeting_bytes(GREETING)


def read(content, pieces=()):
    """Feed bytes to the parser, cut where told; return what it found."""
    parser, found = parse("Anna"), []
    cuts = [0, *sorted({min(cut, len(content)) for cut in pieces}), len(content)]
    buffer = _next(parser, found)
    for start, end in pairwise(cuts):
        rest = content[start:end]
        while rest:
            part = rest[: len(buffer)]
            buffer[: len(part)] = part
            buffer, rest = buffer[len(part) :], rest[len(part) :]
            if not buffer:
                buffer = _next(parser, found)
    return found


def _next(parser, found):
    for one in parser:
        if isinstance(one, memoryview):
            return one
        found.append(one)
    raise AssertionError("the parser ended")


def message(step, payload, lane=0, round=1):
    """Return a message as it is sent."""
    header, rest = wire.message_parts(step, payload, lane=lane, round=round)
    return header + bytes(rest)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_numbers_of_every_type_arrive_as_they_were(dtype):
    """All types of the list go over, bit by bit."""
    values = np.arange(7).astype(dtype)
    sent = message("numbers", values, lane=2**63 + 1, round=9)
    greeting, frame = read(HELLO + sent)
    assert greeting == GREETING
    assert (frame.kind, frame.lane, frame.mail.step, frame.mail.round) == (
        Kind.MESSAGE,
        2**63 + 1,
        "numbers",
        9,
    )
    assert frame.mail.payload.dtype == dtype
    assert frame.mail.payload.tobytes() == values.tobytes()
    assert not frame.mail.payload.flags.writeable


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=12), st.integers(0, 40))
def test_it_does_not_matter_how_bytes_are_cut(cuts, n):
    """TCP may deliver in any pieces."""
    sent = HELLO + message("a", np.arange(n, dtype=np.uint32)) + wire.signal_bytes(Kind.GOODBYE)
    found = read(sent, cuts)
    assert found[1].mail.payload.tolist() == list(range(n))
    assert found[2] == Frame(Kind.GOODBYE)


def header(kind=1, code=4, step=1, round=1, lane=0, items=1):
    """Return a header with anything in it."""
    return struct.pack("<BBHIQQ", kind, code, step, round, lane, items)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n" * 2, "greeting"),
        (HELLO[:42] + b"\0" + HELLO[43:], "name"),
        (HELLO[:44] + b"\xff\xff\xff\xffBas", "name"),
        (HELLO + header(kind=9), "kind"),
        (HELLO + header(kind=0), "kind"),
        (HELLO + header(code=len(DTYPES)), "type"),
        (HELLO + header(step=0), "step"),
        (HELLO + header(step=201), "step"),
        (HELLO + header(round=0), "round"),
        (HELLO + header(round=2**31), "round"),
        (HELLO + header(items=2**27 + 1), "size"),
        (HELLO + header(items=2**64 - 1), "size"),
        (HELLO + header() + b"\n", "step"),
        (HELLO + header() + b"\xff", "step"),
        (HELLO + header(code=0) + b"a\x02", "value"),
        (HELLO + header(kind=2, items=0, code=0, step=0), "header"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_belong_is_refused(content, field):
    """Every field has its limits, and they are checked before any memory is taken."""
    with pytest.raises(ProtocolError, match=f"another {field} from Anna") as error:
        read(content)
    assert error.value.id == "errors.bad_frame"


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_do_anything_but_fail_in_one_way(content):
    """Whatever a stranger sends gives that error, or waits for more."""
    found = []
    with suppress(ProtocolError):
        found = read(HELLO + content)
    assert all(isinstance(one, Greeting | Frame) for one in found)


@pytest.mark.parametrize(
    ("step", "payload", "field"),
    [
        ("", np.zeros(1, np.uint8), "step"),
        ("x" * 201, np.zeros(1, np.uint8), "step"),
        ("a", np.array(["text"]), "type"),
        ("a", np.array([None]), "type"),
        ("a", np.zeros(1, np.complex128), "type"),
    ],
)
def test_nothing_is_sent_that_would_be_refused(step, payload, field):
    """The sender hears it first; objects never go over, so nothing is ever unpickled."""
    with pytest.raises(ProtocolError, match=f"another {field}"):
        wire.message_parts(step, payload, lane=0, round=1)


def test_matrices_are_sent_row_by_row():
    """An array that is not contiguous goes over as if it were."""
    matrix = np.arange(6, dtype=np.uint16).reshape(2, 3).T
    assert read(HELLO + message("m", matrix))[1].mail.payload.tolist() == matrix.ravel().tolist()
