"""The oracle itself, on cases small enough to see."""

import socket

import pytest

from tests.oracles.mpyc_oracle import oracle, three_parties

CASES = [
    ("less_than", ([1, 2, -3], [2, 2, -4]), [1, 0, 0]),
    ("equal", ([1, 2, 0], [1, 3, 0]), [1, 0, 1]),
    ("product", ([3, -4], [5, 6]), [15, -24]),
    ("select", ([1, 0], [7, 7], [9, 9]), [7, 9]),
    ("sum", ([1, 2, 3],), [6]),
    ("count", ([1, 2, 3], [3, 3, 3]), [2]),
    ("inner_product", ([1, 2, 3], [4, 5, 6]), [32]),
    ("max", ([3, 9, -2],), [9]),
    ("min", ([3, 9, -2],), [-2]),
    ("argmax", ([3, 9, -2],), [1]),
    ("sort", ([3, -1, 2, 2],), [-1, 2, 2, 3]),
]


@pytest.mark.parametrize(("task", "columns", "expected"), CASES, ids=[case[0] for case in CASES])
def test_oracle_answers(task, columns, expected):
    """Each task gives the answer that one can work out by hand."""
    assert oracle(task, *columns) == expected


@pytest.mark.slow
def test_three_processes_agree_with_one():
    """With real Shamir shares in three processes the answer is the same."""
    columns = ([5, 1, 2**40], [4, 1, 2**41])
    assert three_parties("less_than", *columns, base_port=_three_free_ports()) == [0, 0, 1]


def _three_free_ports() -> int:
    for first in range(21000, 60000, 3):
        with socket.socket() as one, socket.socket() as two, socket.socket() as three:
            try:
                for offset, probe in enumerate((one, two, three)):
                    probe.bind(("", first + offset))
            except OSError:
                continue
            return first
    raise AssertionError("need three free ports in a row")
