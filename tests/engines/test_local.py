"""Every party in a process of its own: same answer, same bytes; nothing is left when one fails."""

import os
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.core import ParameterError, PetError, ProtocolError
from pet_workbench.engines import LocalProcesses
from pet_workbench.usecases.run_limit import RunLimit
from tests.engines.conftest import workers
from tests.engines.meetings import SHORT
from tests.engines.programs import (
    NAMES,
    chat,
    chat_until,
    compare,
    die,
    everyone,
    fail,
    freeze,
    greet,
    refuse,
)

ENGINE = LocalProcesses(timing=SHORT)


def run(programs, engine=ENGINE):
    """Run programs apart and keep no payload."""
    return engine.run(programs, keep_payload_bytes=0)


@pytest.mark.parametrize("technique", list(usecases.get("aio").techniques))
def test_the_case_gives_the_same_apart_as_together(technique):
    """Answer, bytes and rounds are those of a run in one process; only the place is another.

    What SEAL sends is compressed, and its size depends a little on its random numbers.
    """
    case = usecases.get("aio")
    tables = case.load(n=2000, seed=3)
    together = case.run(technique, tables)
    apart = case.run(technique, tables, engine=ENGINE)
    assert np.array_equal(apart.answer.households, together.answer.households)
    assert apart.error == 0
    varies = 2e-3 if technique.startswith("homomorphic") else 0
    assert apart.transcript.bytes == pytest.approx(together.transcript.bytes, rel=varies, abs=0)
    assert apart.transcript.rounds == together.transcript.rounds
    assert apart.transcript.parties == together.transcript.parties
    assert apart.is_secure_randomness

    def told(outcome):
        return sorted((m.sender, m.receiver, m.step, m.round) for m in outcome.transcript.messages)

    assert told(apart) == told(together)


def test_payloads_are_kept_for_looking_at():
    """A view of a run apart shows what the party received."""
    ran = ENGINE.run(everyone(greet), keep_payload_bytes=1000)
    view = ran.transcript.view("Bas")
    assert sorted(int(message.values()[0]) for message in view.received) == [0, 2]


def test_memory_is_measured_per_process():
    """Each process tells what it needed most, where the system knows."""
    run(everyone(greet))
    assert set(ENGINE.peak_mb) == set(NAMES)
    assert all(peak is None or 10 < peak < 2000 for peak in ENGINE.peak_mb.values())


@pytest.mark.parametrize(
    ("what", "expected"),
    [(die, "errors.process_ended"), (freeze, "errors.party_stalled"), (refuse, "errors.run_limit")],
    ids=["killed", "stalled", "refuses"],
)
@pytest.mark.parametrize("culprit", NAMES)
def test_one_party_that_fails_ends_all(culprit, what, expected):
    """The error says what happened and to whom, within seconds, and no process is left."""
    programs = everyone(chat, rounds=10**9)
    programs[culprit] = partial(chat_until, rounds=3, what=what)
    start = time.monotonic()
    with pytest.raises(PetError) as error:
        run(programs)
    assert time.monotonic() - start < 15
    assert error.value.id == expected
    assert error.value.parameters.get("party", culprit) == culprit
    assert not workers()


def test_a_bug_in_a_program_is_named():
    """The party and the error are in the message."""
    programs = everyone(chat, rounds=10**9)
    programs["Bas"] = partial(chat_until, rounds=1, what=fail)
    with pytest.raises(ProtocolError, match=r"Bas's program.*ZeroDivisionError: one over nothing"):
        run(programs)


def test_two_runs_at_once_do_not_meet():
    """Each has its own certificates, ports and name."""
    results = []

    def one():
        results.append(run(everyone(greet)).results)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [{"Anna": 3, "Bas": 2, "Carla": 1}] * 2


@pytest.mark.parametrize("signal_name", ["SIGINT", "SIGTERM", "SIGKILL"])
@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as POSIX has them")
def test_no_orphan_outlives_its_starter(tmp_path, signal_name):
    """Ctrl-C, an end from outside and a sudden death all end every party's process."""
    import signal

    seen = tmp_path / "pids"
    text = (
        # what is started in the background, as tests may be, would otherwise be deaf to Ctrl-C
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from functools import partial\n"
        "from pet_workbench.engines import LocalProcesses\n"
        "from tests.engines.programs import everyone, note_and_chat\n"
        f"LocalProcesses().run(everyone(note_and_chat, file={str(seen)!r}), keep_payload_bytes=0)\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", text], stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + 30
        while not seen.exists() or len(seen.read_text().split()) < 3:
            assert time.monotonic() < limit, "the parties did not start"
            time.sleep(0.05)
        starter.send_signal(getattr(signal, signal_name))
        starter.wait(20)
    finally:
        starter.kill()
    pids = list(map(int, seen.read_text().split()))
    while any(map(_is_alive, pids)):
        assert time.monotonic() < limit, "an orphan is left"
        time.sleep(0.05)


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def test_a_program_that_cannot_be_imported_is_refused():
    """A function made in a notebook cell has to be in a module."""

    async def made_here(channel):
        return await greet(channel)

    with pytest.raises(ParameterError, match="another process can import") as error:
        run({**everyone(greet), "Bas": made_here})
    assert error.value.id == "errors.program_not_importable"


def test_a_counter_is_not_copied_to_another_process():
    """A limit on runs would be no limit if every process counted for itself."""
    case = usecases.get("aio")
    tables = case.load(n=500, seed=1)
    with pytest.raises(ParameterError, match="a copy") as error:
        case.run("secret-sharing", tables, engine=ENGINE, run_limit=RunLimit(1))
    assert error.value.id == "errors.run_limit_copied"


@pytest.mark.parametrize("option", [{"teaching_seed": 1}, {"interfere": lambda *_: None}])
def test_lessons_in_one_process_stay_there(option):
    """Predictable keys and changed messages are not for parties in processes of their own."""
    case = usecases.get("aio")
    with pytest.raises(ParameterError, match="an engine or"):
        case.run("secret-sharing", case.load(n=500, seed=1), engine=ENGINE, **option)


def test_too_many_parties_are_refused():
    """A laptop is no data centre."""
    with pytest.raises(ParameterError, match="at most 12 parties"):
        run({f"party {i}": greet for i in range(13)})


def test_protocols_are_exact_apart():
    """More chunks than fit in the window, in three processes."""
    n = 40 * 2**15 + 7
    assert run(everyone(compare, n=n)).results["Anna"][0] == n // 3
