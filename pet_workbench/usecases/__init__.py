"""The use cases: each a question about data that several parties hold, in one module.

>>> from pet_workbench import usecases
>>> case = usecases.get("table")
>>> tables = case.load(n=4, seed=1)
>>> outcome = case.run("secret-sharing", tables)
>>> outcome.error
0.0
"""

from pet_workbench.usecases.base import Parameters, Tables, Technique, UseCase
from pet_workbench.usecases.registry import get, names

__all__ = ["Parameters", "Tables", "Technique", "UseCase", "get", "names"]
