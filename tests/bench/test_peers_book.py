"""`peers.toml` as it stands: everything it names is there, pinned, and told in both languages."""

import ast

import pytest

from pet_workbench.bench.peers import FAMILIES, OURS, scripts, stored, words
from pet_workbench.bench.peers.book import HERE, read_book
from pet_workbench.i18n import LANGUAGES

BOOK = read_book(scripts())
MEASURED = [engine for engine in BOOK.engines.values() if not engine.never]


def test_every_family_is_compared():
    """In the order in which they are told; ours first wherever it takes part."""
    assert tuple(dict.fromkeys(one.family for one in BOOK.contests)) == FAMILIES
    for contest in BOOK.contests:
        ours = [number for number, one in enumerate(contest.entrants) if one.engine.id == OURS]
        assert ours in ([], [0])


def test_every_engine_is_measured_or_has_a_reason_why_not():
    """None is in the list for nothing."""
    taking_part = {one.engine.id for contest in BOOK.contests for one in contest.entrants}
    assert taking_part == {engine.id for engine in MEASURED}


def test_the_named_peers_are_there():
    """Those that the workbench promises to stand beside."""
    assert {"mpyc", "openmined-psi", "phe", "opendp", "spu", "openfhe"} <= set(BOOK.engines)
    assert {one.id for one in MEASURED if one.is_reference} == {"spu", "openfhe"}


@pytest.mark.parametrize("environment", BOOK.environments.values(), ids=lambda one: one.name)
def test_packages_are_pinned(environment):
    """Another version is another engine; no address of a registry stands in a recipe."""
    assert all("==" in package and "/" not in package for package in environment.packages)
    assert environment.python
    using = [engine for engine in MEASURED if engine.environment == environment.name]
    assert len(using) == 1
    pinned = dict(package.split("==") for package in environment.packages)
    assert any(version.startswith(using[0].version) for version in pinned.values())


def test_no_environment_is_the_main_one():
    """What has requirements of its own is never installed beside the workbench."""
    assert HERE not in BOOK.environments
    outside = {engine.id for engine in MEASURED if engine.environment != HERE}
    assert outside == {"mpyc", "spu", "openmined-psi", "openfhe", "desilofhe", "phe", "opendp"}


@pytest.mark.parametrize("script", sorted({e.script for c in BOOK.contests for e in c.entrants}))
def test_scripts_stand_on_their_own(script):
    """A script of another engine never imports this package; only ours may."""
    tree = ast.parse((BOOK.scripts / script).read_text(encoding="utf-8"))
    modules = {
        getattr(node, "module", None) or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    imports_us = any(module.startswith("pet_workbench") for module in modules)
    inside = {
        one.engine.environment
        for contest in BOOK.contests
        for one in contest.entrants
        if one.script == script
    }
    assert not imports_us or inside == {HERE}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_told_in_words(lang):
    """Engines, ways of using them, families, jobs, clocks and what was not compared."""
    said = [words.engine(id, lang) for id in BOOK.engines]
    for contest in BOOK.contests:
        said += [
            words.family(contest.family, lang),
            words.job(contest.family, contest.job, lang),
            words.clock(contest.clock, lang),
            *words.about(contest.family, lang),
        ]
    assert all(said)
    assert len({words.engine(id, lang) for id in BOOK.engines}) == len(BOOK.engines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_stored_record_can_be_told(lang):
    """Its job, its way, the reason of an absent one, and what to know beside its ratio."""
    for record in stored():
        assert words.engine(record.engine, lang)
        assert bool(words.variant(record, lang)) == bool(record.variant)
        assert bool(words.reason(record, lang)) == (record.turns is None)
        assert not record.job or words.job(record.family, record.job, lang)
        remarks = words.remarks(record, lang)
        assert (record.measured == "reference") == any(record.name in one for one in remarks)


def test_stored_records_are_of_contests_that_stand_here():
    """Nothing is shown that nobody can measure again."""
    here = {
        (contest.family, contest.job, contest.n, one.engine.id, one.variant)
        for contest in BOOK.contests
        for one in contest.entrants
    }
    there = {
        (one.family, one.job, one.n, one.engine, one.variant)
        for one in stored()
        if one.turns is not None
    }
    assert there == here


def test_reference_records_are_those_of_reference_engines():
    """And each has the recipe of its environment: Python and packages."""
    for record in stored():
        is_reference = BOOK.engines[record.engine].is_reference
        assert (record.measured == "reference") == (is_reference and record.turns is not None)
        if record.measured == "reference":
            assert {"python", "packages", "script", "options"} <= set(record.recipe)


def test_absent_engines_are_told_why():
    """Every engine that cannot be measured has its reason among the records."""
    never = {(one.id, one.never) for one in BOOK.engines.values() if one.never}
    assert {(one.engine, one.reason) for one in stored() if one.turns is None} == never
