"""Data that come with the workbench, and tables that readers bring themselves.

>>> from pet_workbench import datasets
>>> datasets.figures("aio")["norm_single"].value
1354.47
"""

from pet_workbench.datasets.export import write_csv
from pet_workbench.datasets.figures import Assumption, Figure, assumptions, data_path, figures
from pet_workbench.datasets.problems import each_problem, problem, refuse
from pet_workbench.datasets.schema import Column, Schema
from pet_workbench.datasets.tables import ReadTable, read_table

__all__ = [
    "Assumption",
    "Column",
    "Figure",
    "ReadTable",
    "Schema",
    "assumptions",
    "data_path",
    "each_problem",
    "figures",
    "problem",
    "read_table",
    "refuse",
    "write_csv",
]
