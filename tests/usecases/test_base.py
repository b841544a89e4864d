"""What every case has in common: techniques by name, parameters, and one outcome per run."""

from functools import partial

import numpy as np
import pytest

from pet_workbench.core import ParameterError, ProtocolError, Release
from pet_workbench.usecases.base import Technique, UseCase


async def _anna(channel, table, parameters):
    """Send the number, and a key that makes runs differ."""
    channel.send("Bas", "number", np.array([table["number"] * parameters["factor"]]))
    return channel.draw_key("key")


async def _bas(channel):
    """Read the number."""
    return int((await channel.receive("Anna", "number", dtype=np.int64, shape=1))[0])


def _programs(tables, parameters):
    """Anna has a table, Bas has none."""
    return {"Anna": partial(_anna, table=tables["Anna"], parameters=parameters), "Bas": _bas}


class Doubling(UseCase):
    """A case of one number."""

    key = "doubling"
    techniques = {  # noqa: RUF012 - a case is never changed
        id: Technique(id, _programs, leaks=("everything",))
        for id in ("send:fast", "send:slow", "post")
    }
    parameters = {"factor": 2}  # noqa: RUF012 - a case is never changed

    def load(self, *, n, seed):
        """Return the table."""
        return {"Anna": {"number": n}}

    def exact(self, tables, **parameters):
        """Compute with Anna's table in hand."""
        return tables["Anna"]["number"] * parameters["factor"]

    def answer(self, results):
        """Return what Bas read."""
        return results["Bas"]

    def error(self, answer, exact):
        """Return the difference."""
        return abs(answer - exact)

    def released(self, technique, answer):
        """Bas reads it."""
        return (Release("number", "Bas", "exact", 1),)

    def roles(self, tables, parameters):
        """One has the number, the other wants it."""
        return {"Anna": "holder", "Bas": "asker"}

    def check(self, parameters):
        """Refuse a factor of 0."""
        if parameters["factor"] == 0:
            raise ParameterError("errors.out_of_range", "need another factor")


CASE = Doubling()
TABLES = CASE.load(n=21, seed=0)


def test_an_outcome_tells_the_whole_run():
    """Answer, exact answer, error, parameters, messages, releases and leaks."""
    outcome = CASE.run("post", TABLES, factor=3)
    assert (outcome.case, outcome.technique) == ("doubling", "post")
    assert outcome.parameters == {"factor": 3}
    assert (outcome.answer, outcome.exact, outcome.error) == (63, 63, 0)
    assert (outcome.transcript.bytes, outcome.transcript.rounds) == (8, 1)
    assert outcome.released == (Release("number", "Bas", "exact", 1),)
    assert outcome.leaks == ("everything",)
    assert outcome.roles == {"Anna": "holder", "Bas": "asker"}
    assert outcome.seconds > 0
    assert outcome.is_secure_randomness


def test_defaults_fill_in_what_was_not_chosen():
    """The outcome lists all parameters."""
    assert CASE.run("post", TABLES).parameters == {"factor": 2}


def test_the_exact_answer_is_computed_apart():
    """A message changed on the way shows as an error, not as another exact answer."""
    outcome = CASE.run("post", TABLES, interfere=lambda message, payload: payload + 5)
    assert (outcome.answer, outcome.exact, outcome.error) == (47, 42, 5)


def test_a_lost_message_gives_no_outcome():
    """A run that stops is an error."""
    with pytest.raises(ProtocolError, match="which never came"):
        CASE.run("post", TABLES, interfere=lambda message, payload: None)


@pytest.mark.parametrize(
    ("id", "full"), [("send", "send:fast"), ("send:slow", "send:slow"), ("post", "post")]
)
def test_a_slug_means_the_first_of_its_kind(id, full):
    """With a variant, exactly that one."""
    assert CASE.technique(id).id == full


@pytest.mark.parametrize("id", ["fly", "send:fastest", "", "sen"])
def test_unknown_techniques_are_refused(id):
    """The message lists those that exist."""
    message = f"need one of send:fast, send:slow, post for case doubling, got {id}"
    with pytest.raises(ParameterError, match=message) as error:
        CASE.run(id, TABLES)
    assert error.value.id == "errors.unknown_technique"


def test_unknown_parameters_are_refused():
    """A misspelt parameter must not be ignored."""
    message = "need one of factor for case doubling, got faktor"
    with pytest.raises(ParameterError, match=message) as error:
        CASE.run("post", TABLES, faktor=3)
    assert error.value.id == "errors.unknown_parameter"


def test_a_case_checks_its_parameters_before_it_runs():
    """No message is sent with a parameter that makes no sense."""
    sent = []
    with pytest.raises(ParameterError, match="need another factor"):
        CASE.run("post", TABLES, factor=0, interfere=lambda message, _: sent.append(message))
    assert sent == []


def test_a_teaching_seed_marks_the_outcome():
    """Predictable secrets are never mistaken for real ones."""
    runs = [CASE.run("post", TABLES, teaching_seed=1) for _ in range(2)]
    assert runs[0].transcript.keys == runs[1].transcript.keys
    assert not runs[0].is_secure_randomness
    first, second = (CASE.run("post", TABLES).transcript.keys for _ in range(2))
    assert first != second


def test_payloads_are_kept_as_asked():
    """At national scale none is."""
    assert CASE.run("post", TABLES, keep_payload_bytes=0).transcript.dropped_bytes == 8
    assert CASE.run("post", TABLES).transcript.dropped_bytes == 0


def test_a_case_has_to_say_everything():
    """A subclass that leaves out a part cannot be used."""

    class Half(UseCase):
        """Lacks all methods."""

    with pytest.raises(TypeError, match="abstract"):
        Half()
