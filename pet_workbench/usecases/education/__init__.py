"""Tables about pupils: what may be published of schools, and what can be read in it.

`tables` is what is published, `suppression` leaves small counts out, `noisy` adds noise, `case` is
the question with its techniques; `population` generates pupils, `pupils` reads real ones, `bands`
looks at schools by size, and `own_tables` reads a visitor's file.
"""

from pet_workbench.usecases.education.case import CASE, EducationCase
from pet_workbench.usecases.education.tables import (
    HIDDEN,
    PROGRAMMES,
    PUBLISHER,
    READER,
    REGIONS,
    Offers,
    Publication,
    publish_exact,
)

__all__ = [
    "CASE",
    "HIDDEN",
    "PROGRAMMES",
    "PUBLISHER",
    "READER",
    "REGIONS",
    "EducationCase",
    "Offers",
    "Publication",
    "publish_exact",
]
