"""Who may take part: certificates on both sides, names that fit, one run at a time."""

import asyncio
import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace

import pytest

from pet_workbench.core import DataError, ProtocolError
from pet_workbench.engines import listen, wire
from pet_workbench.engines.certificates import fingerprint, new_authority
from pet_workbench.engines.link import report
from tests.engines.meetings import ids
from tests.engines.programs import NAMES, everyone, greet

PROGRAMS = everyone(greet)


def test_three_parties_meet(town):
    """With the right certificates all meet, and numbers go round."""
    ended = town.play(PROGRAMS)
    assert ids(ended) == dict.fromkeys(NAMES, "completed")
    assert {party: part.result for party, part in ended.items()} == {
        "Anna": 3,
        "Bas": 2,
        "Carla": 1,
    }


def test_a_part_holds_only_what_the_party_sent_and_received(town):
    """Nobody has a record of messages between others, or others' keys."""
    for party, part in town.play(PROGRAMS).items():
        assert len(part.transcript.messages) == 4
        assert all(party in (one.sender, one.receiver) for one in part.transcript.messages)
        assert set(part.transcript.keys) == {party}


def test_a_party_listens_at_its_own_address_only(town):
    """At another address of the same machine nobody answers."""
    _, port = town.addresses["Bas"]
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.9", port))


@pytest.mark.parametrize("cheat", ["Anna", "Bas", "Carla"])
@pytest.mark.parametrize(
    "options",
    [{"other_authority": True}, {"days": -1}],
    ids=["certificate of another authority", "expired certificate"],
)
def test_a_certificate_that_is_not_valid_is_refused(town, cheat, options):
    """Whoever shows it meets nobody, and the others say so within seconds."""
    authority = new_authority() if options.get("other_authority") else None
    town.appointments[cheat] = town.appoint(cheat, authority=authority, days=options.get("days", 1))
    assert set(ids(town.play(PROGRAMS)).values()) <= {
        "errors.certificate_refused",
        "errors.party_absent",
        "errors.party_lost",
        "errors.party_stopped",
    }


@pytest.mark.parametrize(
    ("claimed", "shown"), [("Bas", "Carla"), ("Carla", "Bas"), ("Anna", "Bas")]
)
def test_one_party_cannot_play_another(town, claimed, shown):
    """A valid certificate of another party does not do: the name is bound."""
    identity = town.identity(claimed, shown=shown)
    town.change(claimed, identity=_unchecked(identity))
    ended = town.play(PROGRAMS)
    assert "completed" not in ids(ended).values()
    reasons = " ".join(str(error) for error in ended.values())
    assert f"a certificate of {shown}" in reasons or "hung up" in reasons


def test_ones_own_certificate_is_checked_before_anybody_is_called(town):
    """Mixed-up files are found at home."""
    town.appointments["Bas"] = town.appoint("Bas", shown="Carla")
    assert ids(town.play({"Bas": PROGRAMS["Bas"]})) == {"Bas": "errors.own_certificate_name"}


def test_a_key_that_others_may_read_is_refused(town):
    """Only the owner of the key file may read it."""
    identity = town.appointments["Bas"].identity
    identity.key.chmod(0o644)
    with pytest.raises(DataError, match="chmod 600") as error:
        identity.check()
    assert error.value.id == "errors.key_file_mode"


@pytest.mark.parametrize("file", ["certificate", "key", "authority"])
def test_missing_files_are_named(town, file):
    """Which file is missing is said."""
    identity = town.appointments["Bas"].identity
    getattr(identity, file).unlink()
    with pytest.raises(DataError, match="no such file"):
        identity.check()


def test_a_fingerprint_tells_two_certificates_of_one_name_apart(town):
    """Somebody who has the authority's key still cannot play a party whose fingerprint is known."""
    from cryptography import x509

    own = town.appointments["Carla"].identity
    right = fingerprint(x509.load_pem_x509_certificate(own.certificate.read_bytes()))
    listed = {"Carla": ":".join(right[i : i + 2] for i in range(0, 64, 2)).upper()}
    town.change("Anna", identity=replace(town.appointments["Anna"].identity, fingerprints=listed))
    assert ids(town.play(PROGRAMS))["Anna"] == "completed"


def test_another_fingerprint_is_refused(town):
    """A new certificate of the same name and authority is not the one that was agreed."""
    town.change(
        "Anna",
        identity=replace(town.appointments["Anna"].identity, fingerprints={"Carla": "00" * 32}),
    )
    town.change("Anna", timing=replace(town.timing, meet=2.0))
    ended = town.play(PROGRAMS)
    assert ids(ended)["Anna"] == "errors.party_absent"
    assert "another fingerprint" in str(ended["Anna"])
    assert "completed" not in ids(ended).values()


def test_another_run_is_refused(town):
    """Who was told something else about the run finds out before anything is sent."""
    town.change("Bas", run=bytes(32))
    ended = ids(town.play(PROGRAMS))
    assert "errors.other_run" in ended.values()
    assert "completed" not in ended.values()


def test_another_version_is_refused(town, monkeypatch):
    """Parties with different versions of the format do not try to understand each other."""
    real = wire.greeting_bytes
    monkeypatch.setattr(
        "pet_workbench.engines.meeting.greeting_bytes",
        lambda one: real(one._replace(version=2) if one.sender == "Bas" else one),
    )
    ended = town.play(PROGRAMS)
    assert "errors.other_version" in ids(ended).values()
    assert "completed" not in ids(ended).values()


def test_who_does_not_come_is_named(town):
    """After the agreed time the others go home, and say who was missing."""
    start = time.monotonic()
    ended = town.play({name: PROGRAMS[name] for name in ("Anna", "Carla")})
    assert set(ids(ended).values()) == {"errors.party_absent"}
    assert ended["Anna"].parameters["party"] == "Bas"
    assert time.monotonic() - start < 10


def test_a_port_in_use_is_an_error_at_once(town):
    """Two parties cannot listen at the same place."""
    with pytest.raises(ProtocolError, match=r"need to listen at 127\.0\.0\.1") as error:
        listen(*town.addresses["Anna"])
    assert error.value.id == "errors.cannot_listen"


def test_an_address_of_another_machine_is_an_error_at_once():
    """One listens at an address of one's own."""
    with pytest.raises(ProtocolError, match=r"need to listen at 192\.0\.2\.1"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize("content", [b"", b"GET / HTTP/1.1\r\n\r\n", bytes(range(256)) * 8])
def test_strangers_do_not_keep_parties_from_meeting(town, content):
    """Noise, silence and half a handshake at the door are passed over."""
    strangers = []
    for _ in range(3):
        stranger = socket.create_connection(town.addresses["Anna"])
        stranger.sendall(content)
        strangers.append(stranger)
    ended = town.play(PROGRAMS)
    for stranger in strangers:
        stranger.close()
    assert ids(ended) == dict.fromkeys(NAMES, "completed")


def test_a_stranger_without_a_certificate_is_turned_away(town):
    """TLS without a certificate gets no further than the handshake."""
    with ThreadPoolExecutor(1) as pool:
        knocking = pool.submit(_knock, town.addresses["Anna"])
        ended = town.play(PROGRAMS)
        assert knocking.result() in {"refused", "closed"}
    assert ids(ended) == dict.fromkeys(NAMES, "completed")


def test_a_second_party_of_the_same_name_is_turned_away(town):
    """Of two with the right certificate at most one takes part, and the other hears of it."""
    twin = copy(town)
    twin.appointments = {**town.appointments, "Carla": town.appoint("Carla")}
    twin.doors = {"Carla": listen("127.0.0.4", 0)}
    with ThreadPoolExecutor(2) as pool:
        second = pool.submit(twin.play, {"Carla": PROGRAMS["Carla"]})
        first = pool.submit(town.play, PROGRAMS)
        outcomes = [ids(first.result())["Carla"], ids(second.result())["Carla"]]
    assert outcomes.count("completed") <= 1
    assert set(outcomes) <= {
        "completed",
        "errors.certificate_refused",
        "errors.party_absent",
        "errors.party_lost",
        "errors.party_stopped",
    }


def _unchecked(identity):
    """Return an identity whose owner does not look at its own files: a cheat's."""

    class Cheat(type(identity)):
        def check(self):
            pass

    return Cheat(**{field: getattr(identity, field) for field in identity.__dataclass_fields__})


def _knock(address):
    """Connect with TLS and no certificate, and say what happens."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection(address, timeout=5) as plain,
            context.wrap_socket(plain) as connection,
        ):
            return "talked to" if connection.recv(100) else "closed"
    except (ssl.SSLError, OSError):
        return "refused"


def test_only_a_late_hanging_up_goes_unreported(caplog):
    """Of what asyncio finds wrong, nothing but that one case is kept from the reader."""
    loop = asyncio.new_event_loop()
    late = {"message": "Fatal error: protocol.eof_received() call failed."}
    report(loop, {**late, "exception": RuntimeError("cannot switch state")})
    assert caplog.records == []
    report(loop, {**late, "exception": ValueError("a mistake of ours")})
    report(loop, {"message": "something else", "exception": RuntimeError()})
    assert len(caplog.records) == 2
    loop.close()
