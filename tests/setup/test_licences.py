"""The licence check: what it lets through, what it refuses, and where it reads."""

from importlib import metadata

import pytest

from tools.licences import Licence, judge, licence_of, main, needed


@pytest.mark.parametrize(
    "text",
    [
        "GPL-3.0-only",
        "GNU General Public License v2 (GPLv2)",
        "AGPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "MIT AND GPL-2.0-or-later",
        "LGPL-2.1-only AND GPL-3.0-only",
        "Free for non-commercial use",
        "UNKNOWN",
        "",
        "LGPL-3.0-only",
        "MPL-2.0",
    ],
)
def test_refused(text):
    """Strong copyleft, unclear terms, and weak copyleft without a named reason are refused."""
    assert judge(Licence("example", "1.0", text))


@pytest.mark.parametrize(
    "text",
    ["MIT", "BSD License", "Apache-2.0 OR GPL-2.0-only", "PSF-2.0", "ISC License (ISCL)"],
)
def test_allowed(text):
    """Permissive licences pass, also when offered beside another."""
    assert judge(Licence("example", "1.0", text)) == ""


@pytest.mark.parametrize("text", ["MPL-2.0", "GNU Lesser General Public License v3 (LGPLv3)"])
def test_weak_copyleft_needs_a_reason(text):
    """With a named reason it passes; a reason never excuses strong copyleft."""
    reasons = {"example": "used unchanged"}
    assert judge(Licence("example", "1.0", text), reasons) == ""
    assert judge(Licence("example", "1.0", "GPL-3.0-only"), reasons)


@pytest.fixture
def gpl_package(tmp_path, monkeypatch) -> str:
    """Install, for this test, a package that is free itself but needs one under the GPL."""
    packages = {
        "front-package": "License-Expression: MIT\nRequires-Dist: hidden-package>=1\n",
        "hidden-package": "Classifier: License :: OSI Approved :: GNU General Public License v3\n",
    }
    for name, fields in packages.items():
        folder = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        folder.mkdir()
        head = f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n"
        (folder / "METADATA").write_text(head + fields)
    monkeypatch.syspath_prepend(str(tmp_path))
    return "front-package"


def test_gpl_is_found_behind_another_package(gpl_package, capsys):
    """What a dependency needs counts as much as the dependency."""
    assert main(gpl_package) == 1
    assert "hidden-package 1.0: need a licence without GPL" in capsys.readouterr().err


def test_everything_we_need_is_free():
    """Nothing at run time binds whoever passes the workbench on."""
    found = [licence_of(one) for one in needed() if one.metadata["Name"] != "pet-workbench"]
    assert len(found) > 40
    assert list(filter(None, map(judge, found))) == []


def test_development_tools_are_not_counted():
    """What only tests need is not passed on, so it is not judged."""
    assert "pytest" not in {one.metadata["Name"] for one in needed()}
    assert metadata.version("pytest")
