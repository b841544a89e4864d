"""Open the notebooks: ``pet-workbench lab`` in JupyterLab, ``pet-workbench app`` without code.

Both are Jupyter's own server on this machine only, with Jupyter's own token, our configuration
(`pet_workbench/jupyter/config`) and our page template.  The app is Voilà as an extension of that
server: the same as in Binder.
"""

import argparse
import os
import socket
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pet_workbench.cli import Words
    from pet_workbench.cli.workspace import Workspace

ADDRESS = "127.0.0.1"
DEFAULT_PORTS = {"lab": 8888, "app": 8866}
JUPYTER = Path(__file__).parent.parent / "jupyter"
NOT_IN_APP = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "notebook_shim")
"""Each takes import time and offers ways into the server that a page without code does not need."""


@dataclass(frozen=True)
class Command:
    """A process to start: its arguments and its whole environment."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str]


def register(commands: "argparse._SubParsersAction[ArgumentParser]", words: "Words") -> None:
    """Add ``lab`` and ``app``."""
    for mode in DEFAULT_PORTS:
        parser = commands.add_parser(
            mode, help=words(f"cli.{mode}"), description=words(f"cli.{mode}"), allow_abbrev=False
        )
        parser.add_argument("--page", default="00_start", help=words("cli.page"))
        parser.add_argument("--port", type=_port, help=words("cli.port"))
        parser.add_argument("--no-browser", action="store_true", help=words("cli.no_browser"))
        parser.add_argument("--folder", type=Path, help=words("cli.folder"))
        parser.set_defaults(run=_run, mode=mode, words=words)


def serve_command(
    mode: str,
    workspace: "Workspace",
    *,
    lang: str,
    page: str = "00_start",
    port: int | None = None,
    browser: bool = True,
    environment: Mapping[str, str] = os.environ,
) -> Command:
    """Return the process that serves `workspace` as `mode`, opening `page` in `lang`.

    Parameters
    ----------
    mode : {"lab", "app"}
    workspace : Workspace
    lang : {"nl", "en"}
    page : str
        Name of a notebook, without folder and ending.
    port : int, optional
        The one port to use; without it the first free one from the usual port upwards.
    browser : bool
        Whether to open the page in the user's browser.
    environment : mapping of str to str
        What the process inherits.

    Raises
    ------
    DataError
        If `page` does not exist.

    Examples
    --------
    >>> from pet_workbench.cli.workspace import Workspace
    >>> serve_command("app", Workspace(Path("no-such-folder")), lang="nl")
    Traceback (most recent call last):
    pet_workbench.core.errors.DataError: need a notebook notebooks/nl/00_start.ipynb in ...
    """
    path = workspace.page(lang, page)
    shared = (
        f"--ServerApp.root_dir={workspace.root}",
        f"--ServerApp.ip={ADDRESS}",
        f"--ServerApp.port={port or DEFAULT_PORTS[mode]}",
        f"--ServerApp.port_retries={50 if port is None else 0}",
        f"--ServerApp.open_browser={browser}",
        f"--ServerApp.allow_root={_is_root()}",
    )
    modes = {
        "lab": ("jupyterlab", f"--LabApp.default_url=/lab/tree/{path}"),
        "app": (
            "jupyter_server",
            f"--ServerApp.default_url=/voila/render/{path}",
            "--ServerApp.terminals_enabled=False",
            "--ServerApp.log_level=WARN",
            *(f"--ServerApp.jpserver_extensions={name}=False" for name in NOT_IN_APP),
        ),
    }
    module, *own = modes[mode]
    arguments = (sys.executable, "-m", module, *shared, *own)
    return Command(arguments, jupyter_environment(environment))


def jupyter_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return `environment` with our template, configuration and start-up shortcut in front.

    Examples
    --------
    >>> found = jupyter_environment({"JUPYTER_PATH": "theirs"})
    >>> found["JUPYTER_PATH"].split(os.pathsep)[-1], "PYTHONPATH" in found
    ('theirs', True)
    """
    ours = {
        "JUPYTER_PATH": JUPYTER,
        "JUPYTER_CONFIG_PATH": JUPYTER / "config",
        "PYTHONPATH": JUPYTER / "lean",
    }
    result = dict(environment)
    for name, folder in ours.items():
        result[name] = os.pathsep.join(filter(None, (str(folder), environment.get(name))))
    return result


def _run(arguments: argparse.Namespace) -> int:
    from pet_workbench.cli.workspace import open_workspace

    browser = not arguments.no_browser
    _check_port(arguments.port)
    if browser:
        _check_browser()
    workspace = open_workspace(arguments.folder)
    command = serve_command(
        arguments.mode,
        workspace,
        lang=arguments.lang,
        page=arguments.page,
        port=arguments.port,
        browser=browser,
    )
    for name in workspace.kept:
        print(arguments.words("cli.kept", name=name))
    print(arguments.words("cli.starting", folder=workspace.root), flush=True)
    return _become(command)


def _become(command: Command) -> int:
    """Start `command` in place of this process where that can be done, so that signals reach it."""
    environment = dict(command.environment)
    if os.name == "posix":
        os.execve(command.arguments[0], command.arguments, environment)  # noqa: S606  # our own arguments
    return subprocess.call(command.arguments, env=environment)  # noqa: S603  # our own arguments


def _check_port(port: int | None) -> None:
    from pet_workbench.core import ParameterError

    if port is None:
        return
    with socket.socket() as probe:
        if probe.connect_ex((ADDRESS, port)) == 0:
            raise ParameterError("cli.error.port", "need a free port, got {port}", port=port)


def _check_browser() -> None:
    import webbrowser

    from pet_workbench.core import ParameterError

    try:
        webbrowser.get()
    except webbrowser.Error as error:
        raise ParameterError(
            "cli.error.browser", "need a browser, found none; use --no-browser"
        ) from error


def _port(given: str) -> int:
    """Return a port number an ordinary user may listen on."""
    port = int(given)
    if not 1024 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"need 1024 <= port <= 65535, got {port}")
    return port


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
