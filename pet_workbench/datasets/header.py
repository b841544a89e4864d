"""Which column of a file is which column of the schema."""

from collections.abc import Sequence

from pet_workbench.core import DataError
from pet_workbench.datasets.problems import problem, refuse
from pet_workbench.datasets.schema import Column, Schema


def match_header(header: Sequence[str], schema: Schema, *, file: str) -> list[int]:
    """Return for each column of `schema` at which position in `header` it stands.

    Raises
    ------
    DataError
        If a column is missing, twice there or not in the schema; all of these at once.

    Examples
    --------
    >>> schema = Schema((Column("person", "person"), Column("income", "euros")), key="person")
    >>> match_header(["Income", "Person"], schema, file="example.csv")
    [1, 0]
    """
    meant = [schema.find(cell) for cell in header]
    if not any(meant) and any(cell.strip()[:1].isdigit() for cell in header):
        names = ", ".join(column.name for column in schema.columns)
        refuse([problem("errors.data_no_header", file=file, names=names)])
    problems = _missing(header, meant, schema, file) + _superfluous(header, meant, schema, file)
    if problems:
        refuse(problems)
    return [meant.index(column) for column in schema.columns]


def _missing(
    header: Sequence[str], meant: Sequence[Column | None], schema: Schema, file: str
) -> list[DataError]:
    """Return a problem for every column that is not there."""
    return [
        problem(
            "errors.data_missing_column",
            file=file,
            column=column.name,
            names=", ".join(column.aliases) or column.name,
            found=", ".join(cell.strip() for cell in header),
        )
        for column in schema.columns
        if column not in meant
    ]


def _superfluous(
    header: Sequence[str], meant: Sequence[Column | None], schema: Schema, file: str
) -> list[DataError]:
    """Return a problem for every column that is twice there or not wanted."""
    problems = []
    for at, (cell, column) in enumerate(zip(header, meant, strict=True)):
        if column is None:
            names = ", ".join(column.name for column in schema.columns)
            problems.append(
                problem("errors.data_unknown_column", file=file, names=names, column=cell.strip())
            )
        elif column in meant[:at]:
            both = f"{header[meant.index(column)].strip()}, {cell.strip()}"
            problems.append(
                problem("errors.data_duplicate_column", file=file, column=column.name, found=both)
            )
    return problems
