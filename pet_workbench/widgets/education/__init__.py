"""The page on tables about pupils: small counts that follow after all, and noise instead.

>>> from pet_workbench.widgets.education import Education
>>> page = Education(lang="en")
>>> page.leak.attack()
>>> page.leak.found.recovered.sum() > 0
np.True_
"""

from pet_workbench.widgets.education.page import Education

__all__ = ["Education"]
