"""Emulated networks: delay and rate are as told, and lanes pay a delay once."""

import socket
import threading
import time

import pytest

from pet_workbench.core import NetworkProfile
from pet_workbench.engines import EmulatedNetwork, LocalProcesses, listen
from pet_workbench.engines.scheduler import WINDOW
from pet_workbench.sharing.comparison import CHUNK
from tests.engines.programs import compare, everyone

FAST = 1e12


@pytest.fixture
def echo():
    """An address that sends back what it gets."""
    door = listen("127.0.0.1", 0)
    door.setblocking(True)

    def serve():
        connection, _ = door.accept()
        with connection:
            while piece := connection.recv(1 << 16):
                connection.sendall(piece)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield door.getsockname()[:2]
    thread.join(5)
    door.close()


def _there_and_back(address, content):
    """Send, wait until it has come back, and return the seconds."""
    with socket.create_connection(address, timeout=10) as connection:
        start = time.perf_counter()
        threading.Thread(target=connection.sendall, args=(content,), daemon=True).start()
        left = len(content)
        while left:
            left -= len(connection.recv(1 << 16))
        took = time.perf_counter() - start
        connection.shutdown(socket.SHUT_WR)
        return took


def test_a_message_is_late_by_the_delay_each_way(echo):
    """There and back is twice the delay, and not much more."""
    network = EmulatedNetwork(NetworkProfile("slow", latency_s=0.1, bits_per_s=FAST))
    took = _there_and_back(network.address("Anna", "Bas", echo), b"a")
    network.close()
    assert 0.2 <= took < 0.6


def test_a_line_lets_so_much_through(echo):
    """A megabyte at 16 megabit per second takes half a second, and back again flows along."""
    network = EmulatedNetwork(NetworkProfile("thin", latency_s=0, bits_per_s=16e6))
    took = _there_and_back(network.address("Anna", "Bas", echo), bytes(1 << 20))
    network.close()
    assert 0.5 <= took < 1.5


def test_a_broken_proxy_breaks_the_connection(echo):
    """Who loses the network sees it."""
    network = EmulatedNetwork(NetworkProfile("lan", latency_s=0, bits_per_s=FAST))
    with socket.create_connection(network.address("Anna", "Bas", echo), timeout=5) as connection:
        connection.sendall(b"a")
        assert connection.recv(1) == b"a"
        network.close()
        assert connection.recv(1) == b""


@pytest.mark.slow
def test_chunks_pay_a_delay_together():
    """A million comparisons over 20 ms one way: rounds are waited for once per window of chunks.

    One after the other, the chunks would wait 31 times as long as one: nearly five seconds.  On a
    busy machine two runs differ in their computing as well, so three quarters of that are allowed.
    """
    n, delay = 10**6, 0.020
    chunks = -(-n // CHUNK)
    assert chunks <= WINDOW
    engine = LocalProcesses(network=NetworkProfile("far", latency_s=delay, bits_per_s=FAST))
    near = LocalProcesses()
    took = [_compare(one, n) for one in (near, engine)]
    extra = took[1] - took[0]
    assert extra < 0.75 * chunks * 8 * delay


def _compare(engine, n):
    ran = engine.run(everyone(compare, n=n), keep_payload_bytes=0)
    assert ran.results["Anna"][0] == n // 3
    return ran.results["Anna"][1]
