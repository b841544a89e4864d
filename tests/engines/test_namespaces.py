"""Three machines as near as one machine can have them: networks of their own, joined by a switch.

Needs the right to make network namespaces (Linux, root); skipped by name elsewhere.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pet_workbench.cli import main
from tests.engines.programs import NAMES
from tests.engines.test_page import ROOT, blocks

pytestmark = pytest.mark.slow
PARTIES = ("SVB", "UWV", "CBS")


def ip(*words):
    """Run the system's ``ip``."""
    return subprocess.run(["ip", *words], capture_output=True, check=True, text=True).stdout


class Network:
    """Three network namespaces with one address each, and a switch between them."""

    def __init__(self):
        self.name = f"pet{os.getpid()}"
        self.spaces = [f"{self.name}-{i}" for i in range(4)]
        self.hosts = [f"10.77.0.{i}" for i in (1, 2, 3)]

    def make(self):
        """Lay the cables."""
        switch = self.spaces[0]
        for space in self.spaces:
            ip("netns", "add", space)
        ip("-n", switch, "link", "add", "bridge", "type", "bridge")
        ip("-n", switch, "link", "set", "bridge", "up")
        for i, host in enumerate(self.hosts, start=1):
            peer = ("peer", "name", f"port{i}", "netns", switch)
            ip("link", "add", "cable", "netns", self.spaces[i], "type", "veth", *peer)
            ip("-n", switch, "link", "set", f"port{i}", "master", "bridge", "up")
            ip("-n", self.spaces[i], "addr", "add", f"{host}/24", "dev", "cable")
            ip("-n", self.spaces[i], "link", "set", "cable", "up")

    def pull(self, i):
        """Pull the cable of party `i`, counted from 1."""
        ip("-n", self.spaces[0], "link", "set", f"port{i}", "down")

    def start(self, i, *command, folder):
        """Run a Python command in the namespace of party `i`."""
        return subprocess.Popen(
            ["ip", "netns", "exec", self.spaces[i], sys.executable, *command],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def remove(self):
        """Take everything away."""
        for space in self.spaces:
            subprocess.run(["ip", "netns", "del", space], capture_output=True, check=False)


@pytest.fixture
def network():
    """A network, where it may be made."""
    if shutil.which("ip") is None:
        pytest.skip("needs `ip` (iproute2) to make network namespaces")
    made = Network()
    try:
        made.make()
    except subprocess.CalledProcessError as error:
        made.remove()
        pytest.skip(f"network namespaces are not permitted here: {error.stderr.strip()}")
    yield made
    made.remove()


def test_the_page_works_between_networks(network, tmp_path):
    """With no other network in reach than each other, the three complete the run of the page."""
    agreed = blocks("README.md", "toml")[0]
    for i, host in enumerate(network.hosts, start=1):
        agreed = agreed.replace(f"127.0.0.{i}", host)
    (tmp_path / "parties.toml").write_text(agreed)
    main(["certificates", "all", *PARTIES, "--folder", str(tmp_path)])
    data = [["--data", str(ROOT / f"data/examples/{n}_example.csv")] for n in ("svb", "uwv")] + [[]]
    command = ("-m", "pet_workbench.cli", "party", "--config", "parties.toml", "--name")
    parties = [
        network.start(i, *command, party, *data[i - 1], folder=tmp_path)
        for i, party in enumerate(PARTIES, start=1)
    ]
    printed = [party.communicate(timeout=60)[0] for party in parties]
    assert [party.returncode for party in parties] == [0, 0, 0], printed
    assert "households_found" in printed[0]


def test_a_cable_that_is_pulled_ends_the_run_for_all(network, tmp_path):
    """No connection closes, nothing arrives any more: all three say so within seconds."""
    main(["certificates", "all", *NAMES, "--folder", str(tmp_path)])
    command = ("-m", "tests.engines.lone_party", str(tmp_path))
    parties = [
        network.start(i, *command, name, *network.hosts, folder=ROOT)
        for i, name in enumerate(NAMES, start=1)
    ]
    for party in parties:
        assert party.stdout.readline() == "ready\n"
    time.sleep(3)
    assert all(party.poll() is None for party in parties)
    network.pull(3)
    start = time.monotonic()
    said = [party.communicate(timeout=40)[0].split() for party in parties]
    assert time.monotonic() - start < 30
    assert said[2] == ["errors.party_stalled"]
    assert {one for words in said for one in words} <= {
        "errors.party_stalled",
        "errors.party_lost",
        "errors.party_stopped",
    }


def test_the_test_leaves_no_namespace_behind():
    """What was made is taken away again."""
    left = Path("/run/netns")
    assert not left.is_dir() or not list(left.glob(f"pet{os.getpid()}-*"))
