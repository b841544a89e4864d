"""Errors carry an id and their values, so that any language can say what is wrong."""

import pytest

from pet_workbench.core import (
    DataError,
    MissingExtraError,
    ParameterError,
    PetError,
    PrivacyError,
    ProtocolError,
)

KINDS = [ParameterError, DataError, PrivacyError, ProtocolError, MissingExtraError]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_keeps_its_id_and_values(kind):
    """The message is the template filled in; id and values stay apart."""
    error = kind("errors.example", "need {low} <= x, got {x}", low=1, x="0")
    assert str(error) == "need 1 <= x, got 0"
    assert (error.id, error.parameters) == ("errors.example", {"low": 1, "x": "0"})


@pytest.mark.parametrize("kind", KINDS)
def test_one_base_class_catches_all(kind):
    """A page catches `PetError` and nothing else."""
    assert issubclass(kind, PetError)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [(ParameterError, ValueError), (DataError, ValueError), (MissingExtraError, ImportError)],
)
def test_errors_are_what_python_programmers_expect(kind, builtin):
    """Wrong values are ValueErrors, a missing library is an ImportError."""
    assert issubclass(kind, builtin)


@pytest.mark.parametrize("kind", [PrivacyError, ProtocolError])
def test_a_refusal_is_no_value_error(kind):
    """Code that tolerates wrong values must not swallow a refusal to reveal."""
    assert not issubclass(kind, ValueError)


def test_a_template_needs_all_its_values():
    """A forgotten value is a mistake of ours and shows at once."""
    with pytest.raises(KeyError):
        ParameterError("errors.example", "got {x}")
