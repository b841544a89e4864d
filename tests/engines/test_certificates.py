"""Keys, requests and certificates, and the commands that make them."""

import stat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from pet_workbench.cli import main
from pet_workbench.core import DataError, ParameterError
from pet_workbench.engines import certificates
from pet_workbench.engines.certificates import (
    common_name,
    file_stem,
    issue,
    new_authority,
    new_key,
    new_request,
    sign,
    write_private,
)


def test_a_certificate_names_its_party():
    """The common name is the party's name, whatever letters it has."""
    certificate, _ = issue(new_authority(), "Gemeente 's-Hertogenbosch é")
    assert common_name(certificate.subject) == "Gemeente 's-Hertogenbosch é"


def test_only_name_and_key_of_a_request_are_used():
    """Who asks to be an authority becomes a party."""
    key = new_key()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "UWV")])
    wish = x509.BasicConstraints(ca=True, path_length=None)
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    request = builder.add_extension(wish, critical=True).sign(key, SHA256())
    certificate = sign(new_authority(), request, party="UWV")
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_request_of_another_is_not_signed():
    """The signer says whose request it should be."""
    with pytest.raises(ParameterError, match="need a signing request of SVB") as error:
        sign(new_authority(), new_request("UWV", new_key()), party="SVB")
    assert error.value.id == "errors.request_of_other"


def test_a_request_with_another_kind_of_key_is_not_signed():
    """Only keys on an elliptic curve, as we make them."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "UWV")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
    with pytest.raises(ParameterError, match="elliptic curve"):
        sign(new_authority(), request, party="UWV")


@pytest.mark.parametrize("name", ["", "x" * 65, "a\nb"])
def test_names_that_do_not_fit_are_refused(name):
    """A party name is readable and fits in a certificate."""
    with pytest.raises(ParameterError, match="need a party name"):
        new_request(name, new_key())


def test_two_common_names_are_nobodys():
    """A certificate that names two parties names none."""
    two = [x509.NameAttribute(NameOID.COMMON_NAME, name) for name in ("SVB", "UWV")]
    assert common_name(x509.Name(two)) == ""


def test_a_key_file_is_private_and_never_replaced(tmp_path):
    """Mode 600, and an existing file stays as it is."""
    path = tmp_path / "a.key"
    write_private(path, b"secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(DataError, match="need to write a new file") as error:
        write_private(path, b"other")
    assert error.value.id == "errors.key_file_exists"
    assert path.read_bytes() == b"secret"


def test_file_names_hold_nothing_unusual():
    """A party's name cannot lead to another folder."""
    assert file_stem("../etc/x y") == "___etc_x_y"


def test_the_commands_make_what_organisations_need(tmp_path, capsys):
    """Authority, request and signature, each in its own folder; only the request travels."""
    authority, uwv = tmp_path / "authority", tmp_path / "uwv"
    assert main(["certificates", "authority", "--folder", str(authority)]) == 0
    assert main(["certificates", "request", "UWV", "--folder", str(uwv)]) == 0
    asked = capsys.readouterr().out
    request = str(uwv / "UWV.csr")
    assert main(["certificates", "sign", "UWV", request, "--folder", str(authority)]) == 0
    signed = capsys.readouterr().out
    found = certificates.public_fingerprint(certificates.read_request(uwv / "UWV.csr").public_key())
    assert found in asked
    assert found in signed
    certificate = x509.load_pem_x509_certificate((authority / "UWV.crt").read_bytes())
    assert certificates.fingerprint(certificate) in signed
    assert sorted(path.name for path in uwv.iterdir()) == ["UWV.csr", "UWV.key"]
    assert not (authority / "UWV.key").exists()


def test_practice_keeps_no_key_of_the_authority(tmp_path, capsys):
    """With everything made in one place nobody can make another party later."""
    main(["certificates", "all", "SVB", "UWV", "--folder", str(tmp_path), "--lang", "en"])
    assert "practice only" in capsys.readouterr().out
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "SVB.crt",
        "SVB.key",
        "UWV.crt",
        "UWV.key",
        "authority.crt",
    ]


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_files_that_are_none_are_refused(tmp_path, content):
    """A missing or other file is named."""
    if content is not None:
        for name in ("a.csr", "authority.crt", "authority.key"):
            (tmp_path / name).write_bytes(content)
    for read in (
        lambda: certificates.read_request(tmp_path / "a.csr"),
        lambda: certificates.read_authority(tmp_path),
    ):
        with pytest.raises(DataError) as error:
            read()
        assert error.value.id == "errors.certificate_file"
