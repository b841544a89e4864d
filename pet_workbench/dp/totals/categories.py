"""Categories that are declared beforehand.

Protects: rare categories: what nobody declared is never told to exist.
Does not protect: by itself.
"""

from collections.abc import Sequence

import numpy as np

from pet_workbench.dp.columns import Category
from pet_workbench.dp.errors import PromiseError

__all__ = ["Category", "declared_categories"]
MOST_CATEGORIES = 65_000


def declared_categories(column: str, categories: Sequence[Category]) -> tuple[Category, ...]:
    """Return categories, all text or all whole numbers, each once.

    Raises
    ------
    PromiseError
        If they are not, or there are none or too many.

    Examples
    --------
    >>> declared_categories("province", ["Utrecht", "Zeeland"])
    ('Utrecht', 'Zeeland')
    """
    given = () if isinstance(categories, str) else tuple(categories)
    found = tuple(int(one) if isinstance(one, np.integer) else one for one in given)
    texts = all(isinstance(one, str) for one in found)
    whole = all(isinstance(one, int) and not isinstance(one, bool) for one in found)
    small = not whole or all(abs(int(one)) < 1 << 62 for one in found)
    if not (0 < len(found) <= MOST_CATEGORIES and (texts or whole) and small) or len(
        set(found)
    ) < len(found):
        raise PromiseError(
            "errors.dp_categories",
            "need from 1 to {most} categories for {column}, all text or all whole numbers, each "
            "once, got {count}",
            most=MOST_CATEGORIES,
            column=column,
            count=len(given),
        )
    return found
