"""The case `education-tax`: link study records and tax records, and answer aggregate questions.

See `case` for the question, `cells` for the answer, `population` for generated data, and
`by_pseudonyms` and `by_sort_join` for the two ways to link in secret.

Protects: study and tax records, as each technique says.
Does not protect: what the table of aggregates says.
"""

from pet_workbench.usecases.education_tax.case import CASE, EducationTaxCase
from pet_workbench.usecases.education_tax.cells import DUO, TAX, Table

__all__ = ["CASE", "DUO", "TAX", "EducationTaxCase", "Table"]
