"""The page on homomorphic encryption: pictures, a meter, and three attacks that really happen.

>>> from pet_workbench.widgets.homomorphic import Homomorphic
>>> page = Homomorphic(lang="en")
>>> page.box.next()
>>> page.box.step, page.box.answer
(1, 1550)
"""

from pet_workbench.widgets.homomorphic.page import Homomorphic

__all__ = ["Homomorphic"]
