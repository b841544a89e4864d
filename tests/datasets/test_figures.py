"""Figures have sources, assumptions have reasons, and both are found in a clone and in a wheel."""

import dataclasses
from importlib import import_module

import pytest

from pet_workbench import datasets
from pet_workbench.core import DataError, ParameterError

FIGURES = datasets.figures("aio")
module = import_module("pet_workbench.datasets.figures")


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.id)
def test_every_figure_has_a_source(figure):
    """A reader can go and look it up."""
    assert figure.source
    assert figure.unit
    assert figure.year[:4].isdigit()
    assert figure.url.startswith("https://")


@pytest.mark.parametrize(
    "figure", [f for f in FIGURES.values() if f.low is not None], ids=lambda figure: figure.id
)
def test_a_range_has_its_middle_as_value(figure):
    """Where a source gives a range, nothing else is claimed than its middle."""
    assert figure.value == pytest.approx((figure.low + figure.high) / 2)


@pytest.mark.parametrize(
    "assumption", datasets.assumptions("aio").values(), ids=lambda assumption: assumption.id
)
def test_every_assumption_has_a_reason(assumption):
    """What is ours says so, and why."""
    assert assumption.why
    assert assumption.unit


def test_recipients_add_up():
    """Cohabiting and single recipients are all recipients."""
    parts = FIGURES["recipients_cohabiting"].value + FIGURES["recipients_single"].value
    assert parts == FIGURES["recipients"].value


def test_the_disagreement_is_kept():
    """Three estimates of non-take-up stand side by side and are not averaged away."""
    estimates = {name: f for name, f in FIGURES.items() if name.startswith("non_take_up")}
    assert {name: (f.low, f.value, f.high) for name, f in estimates.items()} == {
        "non_take_up_court_of_audit": (0.48, 0.52, 0.56),
        "non_take_up_cbs": (None, 0.3, None),
        "non_take_up_podcast": (0.3, 0.4, 0.5),
    }


def test_figures_cannot_be_changed():
    """Neither a figure nor the list of figures can be overwritten by accident."""
    with pytest.raises(TypeError):
        FIGURES["recipients"] = None
    with pytest.raises(dataclasses.FrozenInstanceError):
        FIGURES["recipients"].value = 1


@pytest.mark.parametrize("read", [datasets.figures, datasets.assumptions])
def test_an_unknown_case_is_refused(read):
    """The message lists the cases there are."""
    with pytest.raises(ParameterError, match=r"need case to be one of .*aio.*, got 'nothing'"):
        read("nothing")


def test_data_are_found_in_a_clone():
    """Beside the package lies the folder with figures and examples."""
    assert (datasets.data_path() / "examples").is_dir()


def test_data_are_found_in_a_wheel(tmp_path, monkeypatch):
    """An installed package has them inside; that copy wins."""
    package = tmp_path / "pet_workbench"
    for folder in (tmp_path / "data", package / "_shipped" / "data"):
        folder.mkdir(parents=True)
        (folder / "figures.toml").touch()
    monkeypatch.setattr(module, "PACKAGE", package)
    assert datasets.data_path() == package / "_shipped" / "data"


def test_missing_data_are_reported(tmp_path, monkeypatch):
    """A package that was copied without its data says so, and how to get them."""
    monkeypatch.setattr(module, "PACKAGE", tmp_path / "pet_workbench")
    with pytest.raises(DataError, match="install pet-workbench again"):
        datasets.data_path()
