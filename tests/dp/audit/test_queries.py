"""No kind of query tells more than it promises, as far as an auditor can find."""

import inspect
import pkgutil
from importlib import import_module

import numpy as np
import pytest

import pet_workbench.dp
from pet_workbench.core import Keystream
from pet_workbench.dp import query as query_module
from pet_workbench.dp.audit import audit, drawn_by
from pet_workbench.dp.local import PROTOCOLS
from pet_workbench.dp.noise import noise_for
from pet_workbench.dp.query import Query
from tests.dp.audit.queries import AUDITED

RUNS = {"linear-model": 300, "logistic-model": 200}


@pytest.mark.parametrize("audited", AUDITED.values(), ids=list(AUDITED))
def test_a_query_keeps_its_promise(audited):
    """Epsilon is not above the promise, and it is far enough above 0 to show that tables differ."""
    query = audited.query
    epsilon, delta = float(query.epsilon), float(query.delta)
    mechanism = drawn_by(query, bytes(32), read=audited.read)
    runs = RUNS.get(query.kind, 400)
    found = audit(mechanism, audited.tables(), epsilon=epsilon, delta=delta, runs=runs)
    assert audited.least * epsilon <= found.epsilon <= epsilon


@pytest.mark.parametrize("name", ["count", "sum, changed", "mean of public many", "contingency"])
def test_a_query_with_half_its_noise_is_caught(name, monkeypatch):
    """So few runs are enough to see that noise was made for twice the epsilon."""
    monkeypatch.setattr(
        query_module,
        "noise_for",
        lambda epsilon, delta, **limits: noise_for(2 * epsilon, delta, **limits),
    )
    audited = AUDITED[name]
    mechanism = drawn_by(audited.query, bytes(32))
    assert audit(mechanism, audited.tables(), epsilon=2, runs=600).breaks_promise


def test_every_kind_of_query_is_audited():
    """Whatever subclass of `Query` there is in the room has an audit here."""
    package = pet_workbench.dp
    kinds = set()
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if ".beyond" in found.name:
            continue
        for one in vars(import_module(found.name)).values():
            if inspect.isclass(one) and issubclass(one, Query) and not inspect.isabstract(one):
                kinds.add(one.kind)
    assert kinds == {audited.query.kind for audited in AUDITED.values()}


@pytest.mark.parametrize("protocol", PROTOCOLS.values(), ids=list(PROTOCOLS))
def test_a_report_from_a_device_keeps_its_promise(protocol):
    """Reports of devices with one value and of devices with another."""
    made = protocol(size=4, epsilon=2)
    stream = Keystream(bytes(32))

    def mechanism(value, runs):
        reports = made.report(np.full(runs, value), stream)
        return made.supports(reports).astype(int)

    found = audit(mechanism, (0, 3), epsilon=2, runs=20_000)
    assert 0.8 < found.epsilon <= 2
