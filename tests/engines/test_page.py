"""The page "Three organisations, three machines": its commands work as they stand there."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from pet_workbench import usecases
from pet_workbench.usecases.aio.own_tables import read

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pet_workbench" / "engines"
PAGES = ("README.md", "README.nl.md")


def blocks(page, kind):
    """Return the code blocks of one kind, in order."""
    return re.findall(rf"```{kind}\n(.*?)```", (FOLDER / page).read_text(encoding="utf-8"), re.S)


def start(command, folder):
    """Start a command of the page in `folder`."""
    words = shlex.split(command)
    assert words[0] == "pet-workbench"
    return subprocess.Popen(
        [sys.executable, "-m", "pet_workbench.cli", *words[1:]],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


def finish(process, *, code=0):
    """Wait for a command and return what it printed."""
    printed = process.communicate(timeout=60)[0]
    assert process.returncode == code, printed
    return printed


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs three loopback addresses")
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_work(page, tmp_path):
    """All of them, in order, at three loopback addresses; the answer is that of both files."""
    (tmp_path / "data").symlink_to(ROOT / "data")
    (tmp_path / "parties.toml").write_text(blocks(page, "toml")[0], encoding="utf-8")
    together, certificates, *parties = blocks(page, "sh")

    assert "SVB" in finish(start(together, tmp_path))
    finish(start(certificates, tmp_path))
    assert (tmp_path / "UWV.key").stat().st_mode & 0o077 == 0
    started = [start(command, tmp_path) for command in parties]
    printed = [finish(process) for process in started]
    assert all(name in text for name, text in zip(("SVB", "UWV", "CBS"), printed, strict=True))

    (out,) = tmp_path.glob("h*.json")
    assert out.stat().st_mode & 0o077 == 0
    words = ("voorbeeld" if ".nl." in page else "example"), ROOT / "data" / "examples"
    tables = read(words[1] / f"svb_{words[0]}.csv", words[1] / f"uwv_{words[0]}.csv")
    exact = usecases.get("aio").exact(tables, threshold_percent=100)
    assert np.array_equal(json.loads(out.read_text())["households"], exact)
    assert len(exact) >= 10


def test_both_pages_say_the_same():
    """The same headings, tables and commands, but for language and file names."""

    def shape(page):
        text = (FOLDER / page).read_text(encoding="utf-8")
        return [line.split(" ")[0] for line in text.splitlines() if re.match(r"#|\||-|\d\.", line)]

    assert shape(PAGES[0]) == shape(PAGES[1])
    names = [re.sub(r"(run = ).*", r"\1", blocks(page, "toml")[0]) for page in PAGES]
    assert names[0] == names[1]


@pytest.mark.parametrize("page", PAGES)
def test_every_relative_link_leads_somewhere(page):
    """Links on the page exist in the repository."""
    text = (FOLDER / page).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert [t for t in targets if not (FOLDER / t).exists()] == []
