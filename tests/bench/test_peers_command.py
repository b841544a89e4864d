"""`pet-workbench bench --peers`: what it runs, where it writes, what it says."""

import pytest

from pet_workbench.bench import peers
from pet_workbench.cli import main
from pet_workbench.i18n import LANGUAGES, text
from tests.bench.peer_kit import record

OURS = record(name="PET workbench", version="")
BESIDE = record("seal", (27.0, 400.0, 54.0), (2.0, 2.0, 2.0), name="SEAL", variant="own-api")
ONCE = record("phe", (5.0,), (2.0,), name="phe")
GONE = record("pyfhel", (), job="", n=0, name="Pyfhel", version="", reason="no-package")


@pytest.fixture
def asked(monkeypatch):
    """Let a run give four records, and note how it was asked for."""
    noted = {}

    def run(*, on_event, **wishes):
        noted.update(wishes)
        on_event(peers.Turn("he", "encrypt", 1000, "seal", "SEAL 1.0", 1, 0, 2))
        on_event(peers.GaveUp("he", "encrypt", "SEAL 1.0", 1000, "timeout", {"seconds": 900}))
        yield from (GONE, OURS, BESIDE, ONCE)

    monkeypatch.setattr(peers, "run", run)
    return noted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ratios_are_told_with_their_spread_and_absent_ones_with_why(lang, asked, tmp_path, capsys):
    """Three turns have a spread, one has none; an absent engine has its reason."""
    out = tmp_path / "some.jsonl"
    assert main(["--lang", lang, "bench", "--peers", "--out", str(out)]) == 0
    said = capsys.readouterr().out
    middle, low, high = ("27,0", "13,5", "200") if lang == "nl" else ("27.0", "13.5", "200")
    line = next(one for one in said.splitlines() if one.startswith("SEAL 1.0, "))
    assert all(told in line for told in (middle, low, high, text("peers.variant_own-api", lang)))
    once = next(one for one in said.splitlines() if one.startswith("phe 1.0:"))
    assert ("2,50" if lang == "nl" else "2.50") in once
    assert text("peers.reason_no-package", lang) in said
    assert text("peers.reason_timeout", lang, seconds=900) in said
    assert text("peers.job_he_encrypt", lang) in said
    assert peers.load(out) == (GONE, OURS, BESIDE, ONCE)
    assert text("cli.bench.peers_done", lang, count=3, path=out) in said


def test_wishes_are_passed_on(asked, tmp_path):
    """Families, repeats and scale; a folder gets a file for each family."""
    wishes = ["--family", "he,dp", "--repeats", "2", "--scale", "0.01"]
    main(["bench", "--peers", *wishes, "--out", str(tmp_path / "folder")])
    assert asked == {"families": ["he", "dp"], "repeats": 2, "scale": 0.01}
    assert len(peers.load(tmp_path / "folder" / "he.jsonl")) == 4


def test_without_wishes_every_family_has_its_own(asked, tmp_path):
    """All families, with the repeats that suit each, at full size."""
    main(["bench", "--peers", "--out", str(tmp_path / "some.jsonl")])
    assert asked == {"families": None, "repeats": None, "scale": 1.0}


def test_a_stop_keeps_what_was_measured(monkeypatch, tmp_path, capsys):
    """Ctrl+C ends with 130, and the file has the contests that were finished."""

    def run(**wishes):
        yield OURS
        raise KeyboardInterrupt

    monkeypatch.setattr(peers, "run", run)
    out = tmp_path / "some.jsonl"
    assert main(["--lang", "en", "bench", "--peers", "--out", str(out)]) == 130
    assert peers.load(out) == (OURS,)
    assert text("cli.bench.peers_stopped", "en", count=1, path=out) in capsys.readouterr().out
