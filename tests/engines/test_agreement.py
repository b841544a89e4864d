"""The list of parties, and one party's own part of a run."""

from dataclasses import replace

import pandas as pd
import pytest

from pet_workbench import usecases
from pet_workbench.cli import main
from pet_workbench.core import DataError, ParameterError, ProtocolError
from pet_workbench.engines import read_agreement
from pet_workbench.usecases.own_part import own_program

TEXT = """
run = "practice"
case = "aio"
technique = "secret-sharing"

[parameters]
third_party = "CBS"

[[party]]
name = "SVB"
host = "svb.example"
port = 7301
fingerprint = "AB:{}"

[[party]]
name = "UWV"
host = "uwv.example"
port = 7301

[[party]]
name = "CBS"
host = "cbs.example"
port = 7301
data = false
""".format("cd" * 31)


def read(folder, text=TEXT):
    """Read a text as a list of parties."""
    path = folder / "parties.toml"
    path.write_text(text, encoding="utf-8")
    return read_agreement(path)


def test_the_list_is_read(tmp_path):
    """Names, addresses in order, fingerprints in one form, and who has data."""
    agreement = read(tmp_path)
    assert agreement.parties == ("SVB", "UWV", "CBS")
    assert agreement.addresses["UWV"] == ("uwv.example", 7301)
    assert agreement.fingerprints == {"SVB": "ab" + "cd" * 31}
    assert agreement.owners == ("SVB", "UWV")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('run = "practice"', "", "run"),
        ('run = "practice"', "run = 5", "run"),
        ('case = "aio"', 'case = "aio"\ncolour = "red"', "colour"),
        ('name = "UWV"', 'name = "SVB"', "name"),
        ('name = "UWV"', 'name = ""', "name"),
        ('host = "uwv.example"', "", "host"),
        ('host = "cbs.example"', 'host = "cbs.example"\nkey = "x"', "key"),
        ("port = 7301", "port = 0", "port"),
        ("port = 7301", "port = 70000", "port"),
        ("port = 7301", 'port = "7301"', "port"),
        ("AB:", "XY:", "fingerprint"),
        ("AB:", "", "fingerprint"),
        ("data = false", "data = 0", "data"),
        ("[parameters]", "[parameters", "file"),
    ],
)
def test_what_is_wrong_with_a_list_is_named(tmp_path, old, new, field):
    """The field is in the message."""
    with pytest.raises(DataError, match=f"right '{field}'") as error:
        read(tmp_path, TEXT.replace(old, new, 1))
    assert error.value.id == "errors.agreement"


def test_a_list_without_parties_or_file_is_refused(tmp_path):
    """Somebody has to take part."""
    with pytest.raises(DataError, match="'party'"):
        read(tmp_path, 'run = "a"\ncase = "aio"\ntechnique = "b"\nparty = []')
    with pytest.raises(DataError, match="'file'"):
        read_agreement(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "change",
    [
        {"run": "another"},
        {"case": "table"},
        {"technique": "plain-exchange"},
        {"parameters": {"third_party": "RINIS"}},
        {"fingerprints": {}},
        {"owners": ("SVB",)},
    ],
)
def test_every_part_of_the_agreement_counts(tmp_path, change):
    """Any difference gives another digest."""
    agreement = read(tmp_path)
    assert replace(agreement, **change).digest() != agreement.digest()


def test_addresses_may_differ_per_place(tmp_path):
    """Behind another router a party has another address, in the same run."""
    agreement = read(tmp_path)
    moved = {**agreement.addresses, "UWV": ("10.0.0.5", 7000)}
    assert replace(agreement, addresses=moved).digest() == agreement.digest()


PARTIES = ("SVB", "UWV", "CBS")


def own(party, table, parties=PARTIES, owners=("SVB", "UWV"), technique="secret-sharing"):
    """Return one party's program for the case `aio`."""
    case = usecases.get("aio")
    return own_program(
        case.technique(technique),
        party,
        table,
        parties=parties,
        owners=owners,
        parameters=case.complete({}),
    )


def test_a_program_is_made_with_the_partys_own_table_only():
    """The others' tables are not needed, and not there."""
    table = pd.DataFrame({"person": [1], "income_cents": [2]})
    assert own("UWV", table).keywords["table"] is table
    assert "table" not in own("CBS", None).keywords


def test_other_parties_than_the_technique_has_are_refused():
    """A list with somebody too few, or somebody else, is refused."""
    for parties in (("SVB", "UWV"), ("SVB", "UWV", "RINIS")):
        with pytest.raises(ProtocolError, match="exactly the parties SVB, UWV, CBS") as error:
            own("SVB", None, parties=parties)
        assert error.value.id == "errors.other_parties"


@pytest.mark.parametrize("look", [len, lambda table: table["person"], lambda table: table.size])
def test_anothers_table_cannot_be_read(look):
    """Whoever tries hears where it is."""
    elsewhere = own("CBS", None)
    del elsewhere
    from pet_workbench.usecases.base import Technique

    technique = Technique("a", lambda tables, _: look(tables["SVB"]))
    with pytest.raises(ProtocolError, match="at SVB and nowhere else") as error:
        own_program(technique, "UWV", None, parties=(), owners=("SVB", "UWV"), parameters={})
    assert error.value.id == "errors.table_elsewhere"


def test_a_case_reads_one_partys_file():
    """SVB and UWV each read their own; nobody else has a file."""
    case = usecases.get("aio")
    frame = case.read_own("UWV", b"person;income\n5;310,20\n")
    assert frame.to_dict("records") == [{"person": 5, "income_cents": 31020}]
    crowd = b"person,household,aow,receives_aio,lives_abroad\n" + b"".join(
        b"%d,1,1,no,no\n" % person for person in range(3)
    )
    with pytest.raises(DataError):
        case.read_own("SVB", crowd)
    with pytest.raises(ParameterError):
        case.read_own("CBS", b"")


def test_a_case_without_files_says_so():
    """The default refuses."""
    with pytest.raises(ParameterError):
        usecases.get("table").read_own("Anna", b"")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--name", "RINIS"], "RINIS"),
        (["--name", "SVB", "--set", "third_party=RINIS"], "third_party"),
        (["--name", "SVB", "--set", "third_party"], "third_party"),
    ],
)
def test_the_command_refuses_what_was_not_agreed(tmp_path, capsys, options, message):
    """Another party, an agreed setting, or something that is no setting."""
    read(tmp_path, TEXT.replace("AB:", "AB").replace('fingerprint = "AB', '# "'))
    main(["certificates", "all", *PARTIES, "--folder", str(tmp_path)])
    capsys.readouterr()
    config = ["party", "--config", str(tmp_path / "parties.toml"), "--lang", "en"]
    assert main([*config, *options]) == 2
    assert message in capsys.readouterr().err
