"""MPyC's own Shamir arithmetic as an oracle: it shares no line of code with ours.

One party computes in this process, with MPyC's protocols over its prime fields; `three_parties`
does the same with three processes and real shares.  Use up to some 200 values: a comparison takes
MPyC a millisecond.  Tests are skipped by name where MPyC is not installed.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import pytest

BITS = 64
"""Of MPyC's secure integers: numbers are at least -2**63 and below 2**63."""
MAX_VALUES = 200


def oracle(task: str, *columns: Sequence[int]) -> list[int]:
    """Return what MPyC computes of whole numbers.

    Parameters
    ----------
    task : str
        One of `TASKS`: ``less_than``, ``equal``, ``product``, ``inner_product``, ``sum``,
        ``count``, ``max``, ``min``, ``argmax``, ``sort``, ``select``.
    *columns : sequence of int
        The inputs, of one length; a bit is 0 or 1.

    Returns
    -------
    list of int
        One number per row, or one in all (``sum``, ``max``, ...).
    """
    assert all(len(column) <= MAX_VALUES for column in columns)
    mpc = _runtime()
    sec = mpc.SecInt(BITS)
    secrets = [[sec(int(value)) for value in column] for column in columns]
    return _opened(mpc, TASKS[task](mpc, *secrets))


def three_parties(task: str, *columns: Sequence[int], base_port: int) -> list[int]:
    """Return the same from three MPyC processes with Shamir shares, at three ports in a row."""
    pytest.importorskip("mpyc")
    command = [sys.executable, "-m", __spec__.name, "-M3", "-B", str(base_port)]
    job = json.dumps([task, [[int(value) for value in column] for column in columns]])
    ran = subprocess.run([*command, job], capture_output=True, timeout=60, check=True, text=True)
    return json.loads(ran.stdout.splitlines()[-1])


def _opened(mpc: Any, shared: list[Any]) -> list[int]:
    return [int(value) for value in mpc.run(mpc.output(shared))]


def _rowwise(step: Callable[..., Any]) -> Callable[..., list[Any]]:
    return lambda mpc, *columns: [step(mpc, *row) for row in zip(*columns, strict=True)]


TASKS: dict[str, Callable[..., list[Any]]] = {
    "less_than": _rowwise(lambda mpc, x, y: x < y),
    "equal": _rowwise(lambda mpc, x, y: x == y),
    "product": _rowwise(lambda mpc, x, y: x * y),
    "select": _rowwise(lambda mpc, bit, x, y: mpc.if_else(bit, x, y)),
    "sum": lambda mpc, x: [mpc.sum(x)],
    "count": lambda mpc, x, y: [mpc.sum([a < b for a, b in zip(x, y, strict=True)])],
    "inner_product": lambda mpc, x, y: [mpc.in_prod(x, y)],
    "max": lambda mpc, x: [mpc.max(x)],
    "min": lambda mpc, x: [mpc.min(x)],
    "argmax": lambda mpc, x: [mpc.argmax(x)[0]],
    "sort": lambda mpc, x: mpc.sorted(x),
}


@cache
def _runtime() -> Any:
    """Import MPyC, which reads the command line while it is imported, and would read pytest's."""
    pytest.importorskip("mpyc")
    own, sys.argv = sys.argv, sys.argv[:1]
    try:
        from mpyc.runtime import mpc
    finally:
        sys.argv = own
    return mpc


def _main() -> None:
    """Play one of three parties: the first deals its numbers, and all compute on the shares."""
    from mpyc.runtime import mpc

    task, columns = json.loads(sys.argv[-1])
    sec = mpc.SecInt(BITS)
    mpc.run(mpc.start())
    secrets = [mpc.input([sec(value) for value in column], senders=0) for column in columns]
    result = _opened(mpc, TASKS[task](mpc, *secrets))
    mpc.run(mpc.shutdown())
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    _main()
