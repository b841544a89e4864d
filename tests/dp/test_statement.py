"""The privacy statement: whole, exact, read back as written, and honest in both languages."""

import json
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pet_workbench import __version__
from pet_workbench.dp import (
    Count,
    Grid,
    GroupCount,
    Histogram,
    Ledger,
    LinearModel,
    Mean,
    PrivateTable,
    Quantile,
    Session,
    Sum,
    Terms,
)
from pet_workbench.dp.errors import PromiseError
from pet_workbench.dp.statement import (
    FIELDS,
    RELEASE_FIELDS,
    less,
    make_statement,
    more,
    read_statement,
)
from pet_workbench.i18n import catalogue

NASTY = "table <b>*of*</b> {all} | `x`"


def asked(queries, *, unit="person", neighbours="add-remove", seed=None, **budget):
    """Ask queries of a table, and return their statement."""
    data = {
        "bsn": np.arange(900.0) // 2,
        "age": np.arange(900.0) % 90,
        "place": np.array(["Ede", "Epe", "Ens"] * 300),
    }
    table = PrivateTable(data, dataset="ages_2025")
    ledger = Ledger.temporary(
        dataset="ages_2025", unit=unit, neighbours=neighbours, **{"epsilon": 4, **budget}
    )
    session = Session(table, ledger, asker="CBS", teaching_seed=seed)
    releases = [session.ask(query, purpose=NASTY) for query in queries]
    return make_statement(releases, ledger, responsible="Municipality of Ede")


def terms(**changes):
    """One row for each person, unless told otherwise."""
    return Terms(**{"unit": "person", "neighbours": "add-remove", **changes})


@pytest.fixture(scope="module")
def statement():
    """A count, a sum with Gaussian noise and a histogram."""
    limited = terms(column="bsn", rows_per_group=2)
    return asked(
        [
            Count(epsilon=0.5, terms=terms()),
            Sum(column="age", grid=Grid(0, 120, "0.5"), epsilon=1, delta="1e-7", terms=limited),
            Histogram(column="place", categories=("Ede", "Epe", "Ens"), epsilon=1, terms=terms()),
        ],
        delta="1e-6",
    )


def test_it_says_everything(statement):
    """Every documented field is there, and none besides."""
    document = statement.document
    assert document.keys() == FIELDS.keys()
    assert all(release.keys() == RELEASE_FIELDS.keys() for release in document["releases"])
    assert document["software"] == {"name": "pet-workbench", "version": __version__}
    assert document["budget"] == {"epsilon": "4", "delta": "0.000001"}
    assert document["spent"] == {"epsilon": "2.5", "delta": "0.0000001"}
    assert document["left"] == {"epsilon": "1.5", "delta": "0.0000009"}
    assert (document["unit"], document["neighbours"]) == ("person", "add-remove")
    assert document["entries"] == 3


def test_a_release_is_declared_whole(statement):
    """Declaration, loss, noise, released numbers and interval of a sum are in the document."""
    release = statement.document["releases"][1]
    assert release["query"]["grid"] == {"low": "0", "high": "120", "step": "1/2"}
    assert release["query"]["terms"]["rows_per_group"] == 2
    assert release["loss"]["epsilon"] == "1"
    assert release["loss"]["delta"] == "0.0000001"
    noise = release["noise"][0]
    assert noise["distribution"] == "discrete gaussian"
    assert release["value"] == release["released"]["steps"][0] / 2
    interval = release["interval"]
    assert interval["low"] == release["value"] - noise["margin"] / 2
    assert interval["high"] == release["value"] + noise["margin"] / 2


def test_read_back_as_written(statement):
    """What is written as JSON is read as the same statement, by any reader of JSON."""
    assert read_statement(statement.to_json()) == statement
    assert json.loads(statement.to_json())["releases"][2]["value"] == statement.document[
        "releases"][2]["released"]["rows"]  # fmt: skip


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_all_forms_say_the_same(statement, lang):
    """Text, Markdown and HTML have every section and every number."""
    for said in (statement.text(lang), statement.markdown(lang), statement.html(lang)):
        assert said.count("ages") == 1 + (said == statement.html(lang))
        assert "Municipality of Ede" in said
        assert "CBS" in said
    assert statement.markdown(lang).count("\n## ") == 6
    assert statement.html(lang).count("<h2>") == 6


def test_the_sentences_are_those_of_risk(statement):
    """The risk of all releases so far, of the whole budget, and of a family is told."""
    said = statement.text("en")
    assert "After all 3 releases together" in said
    assert "Even when the whole budget has been used" in said
    assert "4 persons together, such as a family" in said
    assert "at most 2 rows count." in said
    assert "This was not checked" in said


def test_texts_of_others_are_no_markup(statement):
    """A purpose with HTML or Markdown in it is shown as it was written."""
    assert "<b>" not in statement.html("nl")
    assert "&lt;b&gt;" in statement.html("nl")
    assert "<b>" not in statement.markdown("nl")
    assert r"\*of\*" in statement.markdown("nl")
    assert NASTY in statement.text("nl")


def test_a_page_needs_nothing_from_elsewhere(statement):
    """The page loads no script, style or picture, and says its language."""
    page = statement.html("nl")
    assert '<html lang="nl">' in page
    assert not any(word in page for word in ("src=", "href=", "<script", "url("))


def test_a_lesson_says_so():
    """Predictable noise is named, in both languages and for machines."""
    statement = asked([Count(epsilon=1, terms=terms())], seed=1)
    assert statement.document["releases"][0]["secure_randomness"] is False
    assert "protects nobody" in statement.text("en")
    assert "beschermt niemand" in statement.text("nl")
    assert "protects nobody" not in asked([Count(epsilon=1, terms=terms())]).text("en")


@pytest.mark.parametrize(
    "unit", ["person", "household", "organisation", "device", "connection", "report"]
)
@pytest.mark.parametrize("neighbours", ["add-remove", "change-one"])
def test_every_promise_has_words(unit, neighbours):
    """Each unit and each kind of neighbours has its own words, in both languages."""
    about = {"unit": unit, "neighbours": neighbours}
    statement = asked(
        [Sum(column="age", grid=Grid(0, 120, 1), epsilon=1, terms=terms(**about))], **about
    )
    said = statement.text("en")
    assert unit in said
    assert ("is public" in said) == (neighbours == "change-one")
    assert "{" not in statement.text("nl").replace("{all}", "")


KINDS = [
    ("shares", Quantile(column="age", grid=Grid(0, 120, 1), shares=("0.5",), epsilon=1,
                        terms=terms())),
    ("few", GroupCount(column="place", epsilon=1, delta="1e-6", terms=terms())),
    ("few", LinearModel(features={"age": Grid(0, 100, 1)}, target="bsn",
                        target_grid=Grid(0, 500, 1), epsilon=1, terms=terms())),
    ("many", Histogram(column="age", edges=tuple(range(0, 100, 10)), epsilon=1, terms=terms())),
    ("one", Mean(column="age", grid=Grid(0, 120, 1), epsilon=1, terms=terms())),
    ("none", Mean(column="age", grid=Grid(0, 10**6, 1), epsilon="0.00001", terms=terms())),
]  # fmt: skip


@pytest.mark.parametrize(("form", "query"), KINDS)
def test_every_kind_of_answer_has_words(form, query):
    """Quantiles, groups, tables, models and answers that drown: written, read back and told."""
    statement = asked([query], delta="1e-6", seed=3)
    assert read_statement(statement.to_json()) == statement
    words = catalogue("en")[f"statement.answer.{form}"].partition("{")
    assert words[0] in statement.text("en")
    assert re.split("[{}]", words[2])[-1] in statement.text("en")
    assert f"statement.kind.{query.kind}" in catalogue("nl")


def test_concentrated_accounting_speaks_of_the_budget():
    """Rhos so far are no promise by themselves, so only the whole budget gets a sentence."""
    query = Count(epsilon=0.1, delta="1e-7", terms=terms())
    statement = asked([query], epsilon=1, delta="1e-6", accounting="concentrated")
    said = statement.text("en")
    assert "zCDP" in said
    assert "After this one release" not in said
    assert "Even when the whole budget" in said


def test_a_batch_is_one_entry():
    """The loss of a batch is told once, and the risk is that of all its answers."""
    table = PrivateTable({"age": np.arange(900.0) % 90}, dataset="ages_2025")
    ledger = Ledger.temporary(
        dataset="ages_2025", unit="person", neighbours="add-remove", epsilon=1, delta="1e-6"
    )
    queries = [Count(epsilon="0.2", terms=terms())] * 3
    session = Session(table, ledger, asker="CBS")
    releases = session.ask_all(queries, purpose="test", delta="1e-6")
    statement = make_statement(releases, ledger, responsible="CBS")
    assert (statement.document["entries"], statement.document["answers"]) == (1, 3)
    assert statement.text("en").count("has a privacy loss of epsilon") == 1
    assert "After all 3 releases together" in statement.text("en")


def test_only_releases_of_the_ledger():
    """Without releases, or with one of another ledger, there is no statement."""
    first, second = (
        Ledger.temporary(dataset="x", unit="person", neighbours="add-remove", epsilon=1)
        for _ in range(2)
    )
    session = Session(PrivateTable({"a": np.ones(9)}, dataset="x"), first, asker="CBS")
    release = session.ask(Count(epsilon=1, terms=terms()), purpose="test")
    assert make_statement([release], first, responsible="CBS").document["entries"] == 1
    for releases, ledger in (([], first), ([release], second)):
        with pytest.raises(PromiseError, match="in this ledger"):
            make_statement(releases, ledger, responsible="CBS")
    with pytest.raises(PromiseError, match="responsible"):
        make_statement([release], first, responsible="")


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("left"),
        lambda document: document.update(extra=1),
        lambda document: document.update(version=2),
        lambda document: document.update(schema="something"),
        lambda document: document.update(entries="3"),
        lambda document: document["releases"][0].pop("noise"),
        lambda document: document["releases"].append(7),
    ],
)
def test_what_is_no_statement_is_refused(statement, change):
    """A field that lacks, is new or is of another type is named."""
    document = json.loads(statement.to_json())
    change(document)
    with pytest.raises(PromiseError, match="privacy statement of version 1"):
        read_statement(json.dumps(document))


@pytest.mark.parametrize("written", ["", "[]", "no", "{"])
def test_what_is_no_json_is_refused(written):
    """Texts that are something else are refused."""
    with pytest.raises(PromiseError, match="privacy statement of version 1"):
        read_statement(written)


@given(st.fractions(0, 10**6))
def test_decimals_are_on_the_safe_side(number):
    """A written number is at most a billionth off, and never on the wrong side."""
    above, below = Fraction(more(number)), Fraction(less(number))
    assert below <= number <= above
    assert above - below <= Fraction(1, 10**12)
