"""Tests of the longest chain of bytes that wait for each other."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pet_workbench.core import Message
from pet_workbench.core.chain import chain_bytes


def message(sender, receiver, round, size):
    """Return a message of which only who, when and how long matter."""
    return Message(sender, receiver, "step", round, size, None, "|u1")


def chain(*messages):
    """Return the longest chain of messages given as (sender, receiver, round, size)."""
    return chain_bytes([message(*one) for one in messages])


def test_nothing_sent_is_nothing_waited_for():
    """A run without messages has no chain."""
    assert chain() == 0


def test_an_answer_waits_for_its_question():
    """Bytes of two parties that wait for each other add up."""
    assert chain(("A", "B", 1, 100), ("B", "A", 2, 30)) == 130


def test_parties_that_do_not_wait_send_at_the_same_time():
    """Of parties that send in the same round, the slowest counts."""
    assert chain(("A", "C", 1, 100), ("B", "C", 1, 70)) == 100


def test_messages_of_one_party_share_its_line():
    """What goes to different receivers leaves one after the other."""
    assert chain(("A", "B", 1, 100), ("A", "C", 1, 70)) == 170


def test_who_got_nothing_can_send_its_round_at_once():
    """A small question does not hold up what another party sends meanwhile."""
    assert chain(("A", "B", 1, 100), ("B", "C", 2, 1), ("C", "A", 1, 40)) == 101


def test_pieces_overlap_with_those_of_the_round_before():
    """Four pieces relayed one by one take five pieces' time, and not eight."""
    pieces = [("A", "B", 1, 10)] * 4 + [("B", "C", 2, 10)] * 4
    assert chain(*pieces) == 50
    assert chain(("A", "B", 1, 40), ("B", "C", 2, 40)) == 80


def test_a_party_may_answer_less_often_than_it_is_asked():
    """Two answers to four pieces: the first waits for two pieces, the second for all."""
    pieces = [("A", "B", 1, 10)] * 4 + [("B", "A", 2, 5), ("B", "A", 2, 5)]
    assert chain(*pieces) == 45


MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(list(itertools.permutations("ABC", 2))),
        st.integers(1, 4),
        st.integers(0, 1000),
    ),
    max_size=30,
).map(lambda found: [(*parties, round, size) for parties, round, size in found])


@given(MESSAGES)
def test_the_chain_lies_between_the_busiest_sender_and_all_bytes(messages):
    """A line is never faster than its own bytes, and never waits for nothing."""
    sent = {party: sum(m[3] for m in messages if m[0] == party) for party in "ABC"}
    assert max(sent.values()) <= chain(*messages) <= sum(sent.values())


@given(MESSAGES, st.integers(2, 9))
def test_the_chain_grows_with_the_size_of_all_messages(messages, factor):
    """Messages of twice the size make a chain of exactly twice the size."""
    larger = [(*m[:3], factor * m[3]) for m in messages]
    assert chain(*larger) == factor * chain(*messages)
