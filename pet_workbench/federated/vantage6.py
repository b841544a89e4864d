"""The glue between vantage6 [1]_ and `station`: the same module for version 4 and for version 5.

vantage6 is the engine of the Personal Health Train.  It looks for the methods of an algorithm by
name in the module that ``PKG_NAME`` names: ``pet_workbench.federated.vantage6``.  Here these are

- ``fit``, which runs at one organisation and asks the others (the *central* function);
- ``sums``, which runs at every organisation, on its own table (the *partial* function).

Both are made when somebody asks for them, so that the workbench does without vantage6, which pins
its own versions of libraries and therefore needs an environment of its own.  README.md in this
folder says how to run it.

Protects: what `guard` and `station` protect.  vantage6 may send what an algorithm prints to the
server, so no value of a patient stands in an error.
Does not protect: sums of one organisation against whoever asked for them, and what `station` says.

References
----------
.. [1] A. Moncada-Torres, F. Martin, M. Sieswerda, J. van Soest, G. Geleijnse, "VANTAGE6: an open
   source priVAcy preserviNg federaTed leArninG infrastructurE for Secure Insight eXchange", AMIA
   Annual Symposium Proceedings 2020, 870-877.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module, util
from typing import Any

from pet_workbench.core import import_extra
from pet_workbench.federated.guard import PREFIX, Guard
from pet_workbench.federated.order import Order
from pet_workbench.federated.station import answer
from pet_workbench.federated.station import fit as fit_stations

PARTIAL = "sums"
Ask = Callable[[list[float]], Sequence[Mapping[str, Any] | None]]


def __getattr__(name: str) -> Any:
    """Return a method of the algorithm; vantage6 asks for them by name."""
    if name in ("fit", "sums"):
        return _methods()[name]
    raise AttributeError(name)


def is_version_5() -> bool:
    """Tell whether the vantage6 that is installed is version 5 or later.

    Raises
    ------
    MissingExtraError
        If there is none.
    """
    import_extra("vantage6.algorithm.tools", package="vantage6-algorithm-tools")
    return util.find_spec("vantage6.algorithm.decorator") is not None


@cache
def _methods() -> Mapping[str, Callable[..., Any]]:
    """Wrap what a station and a coordinator do as the version wants it."""
    if is_version_5():
        action = import_module("vantage6.algorithm.decorator.action")
        table = import_module("vantage6.algorithm.decorator.data").dataframe(1)
        client = import_module("vantage6.algorithm.decorator.algorithm_client").algorithm_client
        return {"fit": action.central(client(_central)), "sums": action.federated(table(_partial))}
    tools = import_module("vantage6.algorithm.tools.decorators")
    return {"fit": tools.algorithm_client(_central), "sums": tools.data(1)(_partial)}


def _partial(frame: Any, order: Mapping[str, Any], at: Sequence[float]) -> dict[str, list[float]]:
    """Tell the sums of one organisation's table."""
    return answer(frame, Order.of(order), at, Guard.of(_settings()))


def _central(
    client: Any, order: Mapping[str, Any], organizations: Sequence[int] | None = None
) -> dict[str, Any]:
    """Ask the organisations, all of the collaboration if none are named, until it fits."""
    known = [one["id"] for one in client.organization.list()]
    chosen = known if organizations is None else list(organizations)
    least = int(_settings().get(PREFIX + "LEAST_STATIONS", "3"))
    order = dict(order)

    def ask(at: list[float]) -> Sequence[Mapping[str, Any] | None]:
        """Let every organisation run the partial function, and wait for all."""
        told = {"order": order, "at": at}
        work = {"organizations": chosen, "name": PARTIAL, "description": "sums for one round"}
        if is_version_5():
            task = client.task.create(method=PARTIAL, arguments=told, **work)
        else:
            task = client.task.create(input_={"method": PARTIAL, "kwargs": told}, **work)
        answers: Sequence[Mapping[str, Any] | None] = client.wait_for_results(task_id=task["id"])
        return answers

    return fit_stations(Order.of(order), ask, stations=len(chosen), least_stations=least)


def _settings() -> dict[str, str]:
    """Return what the keeper of this station set.

    The node spells it in base 32, and vantage6 has decoded it before a method runs; to decode it
    again would garble some values.
    """
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
