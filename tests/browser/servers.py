"""Start and stop the two servers under test, on free ports, with all their kernels.

They get the configuration that `pet-workbench` and Binder give, so that tests see what readers see.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pet_workbench.cli.serve import NOT_IN_APP, jupyter_environment

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], url: str, log: Path) -> Iterator[str]:
    """Run a server until the block ends; yield its address."""
    environment = {**jupyter_environment(os.environ), "JUPYTER_PREFER_ENV_PATH": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_for(url, process, log)
            yield url
        finally:
            stop(process)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until `url` answers; fail with the server's own words when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"need an answer from {url}, got none; the server said:\n{log.read_text()}")


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ask the server to end its kernels and itself; insist after ten seconds."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


def voila(log: Path, notebooks: Path) -> "contextmanager[str]":
    """Return the app on `notebooks`, as `pet-workbench app` starts it; but nobody needs a token."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyter_server", f"--ServerApp.root_dir={notebooks}"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *("--ServerApp.open_browser=False", "--ServerApp.allow_root=True"),
        *("--IdentityProvider.token=", "--ServerApp.terminals_enabled=False"),
        *(f"--ServerApp.jpserver_extensions={name}=False" for name in NOT_IN_APP),
        "--MappingKernelManager.cull_idle_timeout=120",
        "--MappingKernelManager.cull_interval=30",
    ]
    return running(command, f"http://127.0.0.1:{port}/", log)


def lab(log: Path, notebooks: Path, home: Path) -> "contextmanager[str]":
    """Return JupyterLab on `notebooks`: no news, and all cells in the page, also out of sight."""
    settings = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in settings.items():
        target = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(values))
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *("--IdentityProvider.token=", f"--ServerApp.root_dir={notebooks}"),
        f"--LabApp.user_settings_dir={home / 'settings'}",
        f"--LabApp.workspaces_dir={home / 'workspaces'}",
    ]
    return running(command, f"http://127.0.0.1:{port}/lab", log)


def hub(log: Path, clone: Path) -> "contextmanager[str]":
    """Return a server as Binder has it: the app inside JupyterLab, under a prefix, with a token."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *("--IdentityProvider.token=visitor", f"--ServerApp.root_dir={clone}"),
        *("--ServerApp.base_url=/user/visitor/", "--VoilaConfiguration.template=pet"),
    ]
    return running(command, f"http://127.0.0.1:{port}/user/visitor/api", log)
