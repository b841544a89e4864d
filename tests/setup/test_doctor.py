"""`pet-workbench doctor`: what is judged, what is said, and the exit code."""

import tomllib
from pathlib import Path

import pytest

from pet_workbench.cli import doctor, main, reader_words
from pet_workbench.cli.doctor import Finding

ROOT = Path(__file__).parents[2]
WORDS = reader_words("en")


def test_a_good_installation_is_usable(capsys, monkeypatch):
    """Exit code 0 when nothing is missing; advice alone does not make it unusable."""
    findings = [
        Finding("ok", "cli.doctor.python", {"found": "3.12.1"}),
        Finding("advice", "cli.doctor.chromium.advice"),
    ]
    monkeypatch.setattr(doctor, "examine", lambda words: iter(findings))
    assert main(["doctor", "--lang", "en"]) == 0
    assert "The workbench can be used." in capsys.readouterr().out


def test_something_missing_makes_it_unusable(capsys, monkeypatch):
    """Exit code 1, with the way to get what is missing."""
    found = Finding("missing", "cli.doctor.python.missing", {"found": "3.10.1"})
    monkeypatch.setattr(doctor, "examine", lambda words: iter([found]))
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "ONTBREEKT" in said
    assert "sudo apt-get install python3" in said


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_finding_has_words(lang):
    """Each finding on this machine can be said in both languages."""
    words = reader_words(lang)
    findings = list(doctor.examine(words))
    assert len(findings) >= 10
    assert all(words(finding.key, **finding.values) for finding in findings)


@pytest.mark.parametrize(
    ("requirement", "state"),
    [
        ("pytest>=1", "ok"),
        ("pytest<1", "missing"),
        ("no-such-package-here>=1", "missing"),
    ],
)
def test_libraries_are_held_against_their_bounds(requirement, state):
    """A library that is absent or too old is missing, with the line that installs it."""
    (finding,) = doctor.libraries([requirement], WORDS)
    assert finding.state == state
    if state == "missing":
        assert f'pip install "{requirement}"' in WORDS(finding.key, **finding.values)


def test_libraries_for_other_systems_are_left_out():
    """A requirement whose condition does not hold here is no finding."""
    assert list(doctor.libraries(["pytest>=1; python_version < '3'"], WORDS)) == []


def test_extras_are_advice_with_the_line_that_installs_them():
    """An extra that is not there never makes the workbench unusable; each says what it is for."""
    wanted = [
        "pytest>=1",
        "pytest>=1; extra == 'mpyc'",
        "no-such-package-here==2; extra == 'enclave'",
        "pytest>=1; extra == 'enclave'",
        "no-such-package-here==2; python_version < '3' and extra == 'beyond'",
    ]
    there, absent = doctor.extras(wanted, WORDS)
    assert (there.state, there.values["name"]) == ("ok", "mpyc")
    assert (absent.state, absent.values["name"]) == ("advice", "enclave")
    said = WORDS(absent.key, **absent.values)
    assert said.endswith('-m pip install "no-such-package-here==2"')
    assert "trusted execution" in said


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_extra_of_the_package_says_what_it_is_for(lang):
    """No extra in pyproject.toml is without words."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in project["optional-dependencies"]:
        assert reader_words(lang)(f"cli.doctor.extra_for_{extra}")


def test_missing_template_and_notebooks_are_found(tmp_path):
    """An empty installation lacks its template and its notebooks."""
    assert doctor.page_template(tmp_path).state == "missing"
    assert doctor.notebooks(tmp_path).state == "missing"


def test_folder_that_cannot_be_written_is_found(tmp_path):
    """Writing is tried, because permissions do not tell everything."""
    assert doctor.writable(tmp_path).state == "ok"
    assert doctor.writable(tmp_path / "not-there").state == "missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("available", "state"), [(1e9, "advice"), (3e9, "ok")])
def test_memory_is_held_against_two_gigabytes(monkeypatch, available, state):
    """Less than Binder gives is worth a remark, not a refusal."""
    psutil = pytest.importorskip("psutil", reason="psutil comes with JupyterLab")

    class Memory:
        """What psutil answers."""

    Memory.available = available
    monkeypatch.setattr(psutil, "virtual_memory", Memory)
    assert doctor.free_memory().state == state


def test_browser_is_advice_only(monkeypatch):
    """Without Chromium the workbench still works; only the browser tests do not."""
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert doctor.chromium().state == "advice"


def test_a_wheel_is_told_from_a_clone():
    """In this clone the notebooks come from the clone itself."""
    assert doctor.serving_root() == Path(doctor.__file__).parents[2]
