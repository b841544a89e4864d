"""``pet-workbench ledger``: an auditor's view, in both languages, that changes nothing."""

import pytest

from pet_workbench.cli import main
from pet_workbench.dp.loss import approximate_loss, pure_loss
from tests.dp.ledger.made import charge, made


def test_it_shows_budget_and_releases(tmp_path, capsys):
    """Budget, what was spent and is left, and every release with its asker and purpose."""
    ledger = made(tmp_path, delta="1e-6")
    charge(ledger, pure_loss("0.25"))
    charge(ledger, approximate_loss("0.5", "1e-7"), purpose="a second table", asker="RIVM")
    before = ledger.path.read_bytes()
    assert main(["ledger", str(ledger.path), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "data set falls-2025, protected per person" in printed
    assert "epsilon: budget 1, spent 0.75, left 0.25" in printed
    assert "delta: budget 1e-06, spent 1e-07, left 9e-07" in printed
    assert "All lines were checked and belong together; releases: 2." in printed
    assert printed.splitlines()[-1].split()[2:] == [
        "RIVM", "a", "second", "table", "count", "0.5", "1e-07", "0.25",
    ]  # fmt: skip
    assert ledger.path.read_bytes() == before


def test_it_speaks_dutch(tmp_path, capsys):
    """Dutch is what one gets without a choice, with a decimal comma."""
    ledger = made(tmp_path, delta="1e-6", accounting="concentrated")
    charge(ledger)
    assert main(["ledger", str(ledger.path)]) == 0
    printed = capsys.readouterr().out
    assert "beschermd per persoon" in printed
    assert "rho: budget 0,02436, uitgegeven 0,005, over 0,01936" in printed
    assert "rho over" in printed


def test_an_unused_ledger(tmp_path, capsys):
    """Without releases there is no table."""
    assert main(["ledger", str(made(tmp_path).path), "--lang", "en"]) == 0
    assert "releases: 0." in capsys.readouterr().out


def test_an_unfinished_line_is_told(tmp_path, capsys):
    """Half a line does not count, and is named."""
    ledger = made(tmp_path)
    charge(ledger)
    ledger.path.write_bytes(ledger.path.read_bytes()[:-20])
    assert main(["ledger", str(ledger.path), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "releases: 0." in printed
    assert "not finished" in printed


@pytest.mark.parametrize(("lang", "word"), [("en", "NOT WHOLE"), ("nl", "NIET IN ORDE")])
def test_an_edited_line_fails_the_check(tmp_path, capsys, lang, word):
    """A line that was changed gives exit code 1 and the reason."""
    ledger = made(tmp_path)
    charge(ledger)
    ledger.path.write_bytes(ledger.path.read_bytes().replace(b'"CBS"', b'"CPB"'))
    assert main(["ledger", str(ledger.path), "--lang", lang]) == 1
    assert word in capsys.readouterr().out


def test_no_ledger_is_made(tmp_path, capsys):
    """A file that is not there is an error in one line, and stays away."""
    assert main(["ledger", str(tmp_path / "none.ledger"), "--lang", "en"]) == 2
    assert "none.ledger" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
