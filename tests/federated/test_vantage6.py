"""Our algorithm in vantage6's own mock of a network, each version in an environment of its own."""

import base64
import json
import os
import subprocess

import numpy as np
import pytest

from pet_workbench.bench.peers.presence import python_of
from pet_workbench.core import MissingExtraError
from pet_workbench.federated import newton, vantage6
from tests.federated.made import adding, hospitals
from tests.federated.test_station import COX, LOGISTIC, table
from tools.vantage6 import environments

SITES = hospitals((900, 600, 500))
BOTH_MODELS = {"PET_WORKBENCH_MODELS": "logistic,cox"}


def job(method="fit", *, order=LOGISTIC, sites=SITES, settings=BOTH_MODELS, **told):
    """Return a job for the script that runs the mock."""
    tables = [{name: list(one) for name, one in table(site).items()} for site in sites]
    told = {"order": vars(order), **told}
    return {"tables": tables, "method": method, "told": told, "settings": settings}


JOBS = {
    "logistic": job(),
    "cox": job(order=COX),
    "sums": job("sums", at=[0.0] * 4),
    "small": job(sites=hospitals((900, 600, 30))),
    "keeper": job(settings={"PET_WORKBENCH_LEAST_ROWS": "501"}),
    "survival": job(order=COX, settings={}),
    "two": job(organizations=[1, 2]),
    "two allowed": job(organizations=[1, 2], settings={"PET_WORKBENCH_LEAST_STATIONS": "2"}),
}


def python_with(version):
    """Return the Python of an environment; without it, say why not."""
    if not environments.is_made(version):
        noted = environments.reason_file(version)
        why = noted.read_text() if noted.exists() else "make vantage6 has not run"
        pytest.skip(f"no environment {version.name}: {why}")
    return str(python_of(version.name, environments.INTO))


@pytest.fixture(scope="module", params=environments.VERSIONS.values(), ids=lambda one: one.name)
def done(request, tmp_path_factory):
    """Return what came of every job in one version."""
    version = request.param
    python = python_with(version)
    file = tmp_path_factory.mktemp(version.name) / "jobs.json"
    file.write_text(json.dumps(list(JOBS.values())))
    told = subprocess.run(
        [python, str(environments.HERE / "run.py"), str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=file.parent,
    )
    back = json.loads(told.stdout.splitlines()[-1])
    assert back["version"] == int(version.number)
    return dict(zip(JOBS, back["done"], strict=True))


@pytest.mark.parametrize(("name", "order"), [("logistic", LOGISTIC), ("cox", COX)])
def test_the_fit_in_vantage6_is_ours(done, name, order):
    """Coefficients and standard errors differ by at most 1e-9 from the fit in this process."""
    model = order.make()
    expected = newton(model, adding(model, SITES))
    (found,) = done[name]["results"]
    assert found["coefficients"] == pytest.approx(expected.coefficients.tolist(), abs=1e-9)
    assert found["errors"] == pytest.approx(expected.errors.tolist(), abs=1e-9)
    assert (found["rounds"], found["stations"]) == (expected.rounds, 3)


def test_a_station_tells_sums_and_nothing_else(done):
    """Each organisation gives its own sums, and one list of numbers is all there is."""
    told = done["sums"]["results"]
    assert [list(one) for one in told] == [["sums"]] * 3
    for one, site in zip(told, SITES, strict=True):
        expected = LOGISTIC.make().sums(site, [0.0] * 4)
        assert one["sums"] == pytest.approx(expected.tolist(), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("small", "need at least 50 patients"),
        ("keeper", "need at least 501 patients"),
        ("survival", "need an order that the keeper of the data allows, got cox"),
        ("two", "3 <= stations"),
    ],
)
def test_what_a_keeper_refuses_stops_the_run(done, name, reason):
    """A small table, a stricter keeper, a survival model without leave, and two organisations:
    nothing comes back, and the reason is told.
    """
    assert "results" not in done[name]
    assert reason in done[name]["error"] + done[name]["printed"]


def test_the_one_who_adds_up_may_set_another_number(done):
    """With leave, two organisations will do."""
    (found,) = done["two allowed"]["results"]
    assert found["stations"] == 2


@pytest.mark.parametrize(("least", "allowed"), [("900", True), ("22222222", False)])
def test_a_container_of_version_4_would_do_the_same(tmp_path, least, allowed):
    """By vantage6's own entry point for containers, from a file on disk, with settings in base 32
    as a node passes them on; also one that happens to be base 32 already.
    """
    python = python_with(environments.VERSIONS["4"])
    columns = table(SITES[0])
    rows = np.column_stack(list(columns.values()))
    np.savetxt(
        tmp_path / "table.csv",
        rows,
        fmt="%.17g",
        delimiter=",",
        header=",".join(columns),
        comments="",
    )
    told = {"method": "sums", "kwargs": {"order": vars(LOGISTIC), "at": [0.0] * 4}}
    (tmp_path / "input").write_text(json.dumps(told))
    settings = {
        "INPUT_FILE": str(tmp_path / "input"),
        "OUTPUT_FILE": str(tmp_path / "output"),
        "USER_REQUESTED_DATABASE_LABELS": "default",
        "DEFAULT_DATABASE_URI": str(tmp_path / "table.csv"),
        "PET_WORKBENCH_LEAST_ROWS": least,
    }
    spelt = {name: in_base_32(value) for name, value in settings.items()}
    run = "from vantage6.algorithm.tools.wrap import wrap_algorithm; wrap_algorithm()"
    done = subprocess.run(
        [python, "-c", run],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PKG_NAME": vantage6.__name__, **spelt},
    )
    assert (done.returncode == 0) is allowed, done.stdout
    if allowed:
        expected = LOGISTIC.make().sums(SITES[0], np.zeros(4))
        sums = json.loads((tmp_path / "output").read_text())["sums"]
        assert sums == pytest.approx(expected.tolist(), abs=1e-9)
    else:
        assert f"need at least {least} patients" in done.stdout


def in_base_32(value):
    """Return a setting as a node spells it."""
    return base64.b32encode(value.encode()).decode().replace("=", "!")


def test_without_vantage6_the_workbench_says_what_to_install():
    """Importing the glue needs nothing; asking for its methods names the package."""
    with pytest.raises(MissingExtraError, match="vantage6-algorithm-tools"):
        vantage6.fit  # noqa: B018 - asking for it is the test
    with pytest.raises(AttributeError):
        vantage6.anything_else  # noqa: B018 - asking for it is the test
