"""Jobs side by side: in order where they begin, in any order where they wait."""

import pytest

from pet_workbench.core import run_parties
from pet_workbench.engines.scheduler import run_side_by_side


class Wait:
    """Waits until its turn has come so many times."""

    def __init__(self, turns):
        self._turns = turns

    def __await__(self):
        for _ in range(self._turns):
            yield


def finish(coroutine):
    """Run a coroutine that only waits for turns; return its result and how many turns it took."""
    turns = 0
    while True:
        try:
            coroutine.send(None)
        except StopIteration as end:
            return end.value, turns
        turns += 1


async def job(number, turns, begun):
    """Note that it begins, wait, and give its number back."""
    begun.append(number)
    await Wait(turns)
    return number


@pytest.mark.parametrize("window", [1, 2, 16])
def test_results_come_in_order(window):
    """However long each waits."""
    begun = []
    jobs = [job(i, (7 * i) % 5, begun) for i in range(9)]
    assert finish(run_side_by_side(jobs, window=window))[0] == list(range(9))
    assert begun == list(range(9))


def test_waiting_is_shared():
    """Ten jobs that each wait ten turns take ten turns together, not a hundred."""
    together = finish(run_side_by_side([job(i, 10, []) for i in range(10)]))[1]
    alone = finish(run_side_by_side([job(i, 10, []) for i in range(10)], window=1))[1]
    assert together < 15
    assert alone > 50


def test_no_more_begin_than_fit_in_the_window():
    """Memory stays bounded."""
    begun = []
    running = run_side_by_side([job(i, 3, begun) for i in range(10)], window=4)
    running.send(None)
    assert begun == [0, 1, 2, 3]
    running.close()


def test_jobs_within_jobs():
    """A job may have jobs of its own."""

    async def outer(number):
        return await run_side_by_side([job(10 * number + i, i, []) for i in range(3)])

    assert finish(run_side_by_side([outer(i) for i in range(3)]))[0] == [
        [0, 1, 2],
        [10, 11, 12],
        [20, 21, 22],
    ]


def test_an_error_ends_all_jobs_in_good_order():
    """The others are closed, also those not yet begun."""
    closed = []

    async def careful(number):
        try:
            await Wait(5)
        finally:
            closed.append(number)

    async def broken():
        raise ValueError("no")

    jobs = [careful(0), careful(1), broken(), careful(3)]
    with pytest.raises(ValueError, match="no"):
        finish(run_side_by_side(jobs))
    assert closed == [0, 1]


def test_in_one_process_jobs_are_done_one_after_the_other():
    """The same call, in order, with the same answer; an error closes what has not begun."""
    begun = []

    async def party(channel):
        return await channel.side_by_side([job(i, 0, begun) for i in range(3)])

    assert run_parties({"Anna": party})[0]["Anna"] == [0, 1, 2]

    async def broken(channel):
        async def fail():
            raise ValueError("no")

        return await channel.side_by_side([fail(), job(9, 0, begun)])

    with pytest.raises(ValueError, match="no"):
        run_parties({"Anna": broken})
    assert begun == [0, 1, 2]
