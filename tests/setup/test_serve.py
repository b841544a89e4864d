"""`pet-workbench lab` and `pet-workbench app`: what is started, and what is said when it cannot."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

import pytest

from pet_workbench.cli import main, serve, workspace
from pet_workbench.cli.serve import jupyter_environment, serve_command
from pet_workbench.cli.workspace import Workspace
from pet_workbench.core import DataError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one start page per language."""
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": "a",
        "metadata": {},
        "outputs": [],
        "source": "print('started', 6 * 7)",
    }
    for lang in ("nl", "en"):
        page = tmp_path / "notebooks" / lang / "00_start.ipynb"
        page.parent.mkdir(parents=True)
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        metadata = {"kernelspec": kernel, "pet": {"lang": lang}}
        notebook = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        page.write_text(json.dumps(notebook))
    return tmp_path


@pytest.mark.parametrize("mode", ["lab", "app"])
def test_only_this_machine_can_reach_the_server(folder, mode):
    """Both servers listen on the loopback address and keep Jupyter's token."""
    command = serve_command(mode, Workspace(folder), lang="nl")
    assert "--ServerApp.ip=127.0.0.1" in command.arguments
    assert not [one for one in command.arguments if "token" in one or "password" in one]


@pytest.mark.parametrize(
    ("mode", "lang", "address"),
    [
        ("lab", "nl", "--LabApp.default_url=/lab/tree/notebooks/nl/00_start.ipynb"),
        ("app", "en", "--ServerApp.default_url=/voila/render/notebooks/en/00_start.ipynb"),
    ],
)
def test_start_page_opens_in_the_language_asked_for(folder, mode, lang, address):
    """The address is that of Binder, so that links hold in all three places."""
    assert address in serve_command(mode, Workspace(folder), lang=lang).arguments


def test_port_is_fixed_only_when_asked_for(folder):
    """Without --port the next free one is taken, as Jupyter does."""
    free = serve_command("app", Workspace(folder), lang="nl").arguments
    fixed = serve_command("app", Workspace(folder), lang="nl", port=9123).arguments
    assert "--ServerApp.port_retries=50" in free
    assert {"--ServerApp.port=9123", "--ServerApp.port_retries=0"} <= set(fixed)


def test_environment_keeps_what_the_user_had():
    """Our folders come first, the user's stay behind them, and nothing else changes."""
    found = jupyter_environment({"JUPYTER_PATH": "theirs", "PYTHONPATH": "", "HOME": "home"})
    assert found["JUPYTER_PATH"] == f"{serve.JUPYTER}{os.pathsep}theirs"
    assert found["PYTHONPATH"] == str(serve.JUPYTER / "lean")
    assert found["HOME"] == "home"


def test_environment_points_to_folders_that_exist():
    """Template, configuration and start-up shortcut are there to be found."""
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "PYTHONPATH"):
        assert Path(jupyter_environment({})[name]).is_dir()


def test_shortcut_leaves_out_the_slow_grammar():
    """With our environment `jsonschema` loads without its slow optional checker."""
    code = "import jsonschema, sys; print('rfc3987_syntax' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=jupyter_environment(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "False"


def test_missing_page_is_a_typed_error(tmp_path):
    """A folder without the start page is named together with the page."""
    with pytest.raises(DataError, match=r"need a notebook notebooks/nl/00_start.ipynb in"):
        serve_command("app", Workspace(tmp_path), lang="nl")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_port_in_use_is_one_line(folder, capsys, lang):
    """A port that is taken ends with exit code 2 and one line in the reader's language."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code = main(["app", "--no-browser", "--port", str(port), "--lang", lang])
    said = capsys.readouterr().err
    assert code == 2
    assert said.count("\n") == 1
    assert str(port) in said


def test_missing_notebooks_are_one_line(tmp_path, capsys, monkeypatch):
    """A folder without notebooks ends with exit code 2 and one line."""
    monkeypatch.setattr(workspace, "clone_root", lambda: tmp_path)
    assert main(["lab", "--no-browser"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "00_start.ipynb" in said


def test_missing_browser_is_one_line(capsys, monkeypatch):
    """Without a browser the way out is named."""

    def none(*_):
        raise webbrowser.Error("no browser")

    monkeypatch.setattr(webbrowser, "get", none)
    assert main(["app", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "--no-browser" in said


@pytest.mark.parametrize("port", ["80", "70000", "x"])
def test_impossible_port_is_refused(capsys, port):
    """A port that cannot be used is a wrong option: usage and exit code 2."""
    with pytest.raises(SystemExit) as ended:
        main(["app", "--port", port])
    assert ended.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_missing_library_names_the_doctor(capsys, monkeypatch):
    """When a library is missing the command says so in one line, without a traceback."""
    monkeypatch.setitem(sys.modules, "pet_workbench.cli.workspace", None)
    assert main(["app", "--no-browser"]) == 2
    assert "pet-workbench doctor" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--lang", "en", "--help"], ["app", "--help", "--lang=en"]])
def test_help_is_in_the_language_asked_for(capsys, options):
    """The language may stand before or behind the command."""
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 0
    assert "opens the notebooks as pages" in capsys.readouterr().out


def test_command_line_is_light():
    """Asking for help loads neither Jupyter nor plotting nor numpy."""
    code = (
        "import sys; from pet_workbench.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'plotly', 'ipywidgets', 'jupyter_server', 'voila'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("heavy: []\n")


def test_app_serves_the_page_without_code_and_without_other_hosts(folder):
    """The app answers with the executed page, asks for its token, and names no other host."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "pet_workbench.cli", "app", "--no-browser"]
    command += ["--folder", str(folder / "copy"), "--port", str(port)]
    environment = {**os.environ, "JUPYTER_TOKEN": "given", "HOME": str(folder)}
    code = (
        "import pathlib, sys; from pet_workbench.cli import main, workspace\n"
        f"workspace.clone_root = lambda: pathlib.Path({str(folder)!r})\n"
        f"sys.exit(main({command[3:]!r}))"
    )
    server = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        page = f"http://127.0.0.1:{port}/voila/render/notebooks/nl/00_start.ipynb"
        text = _read(f"{page}?token=given", server)
        assert "started 42" in text
        assert "6 * 7" not in text
        assert _other_hosts(text) == set()
        assert "started" not in _read(page, server)
        assert _other_hosts(_read(f"http://127.0.0.1:{port}/voila?token=given", server)) == set()
    finally:
        server.terminate()
        server.wait(20)


def _other_hosts(text: str) -> set[str]:
    """Return the hosts from which `text` loads anything."""
    return set(re.findall(r"(?:src|href)=[\"'](https?://[^/\"']+)", text))


def _read(address: str, server: "subprocess.Popen[bytes]") -> str:
    """Return the page at `address`, once the server listens."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.read().decode()
        except urllib.error.URLError:
            time.sleep(0.3)
    raise RuntimeError(f"need an answer from {address}, got none")
