"""Page 31: weigh together whether data may be used, can be used, and whether that is desirable.

>>> from pet_workbench.widgets.decide.weighing import WeighingPage
>>> page = WeighingPage(lang="en")
>>> page.start.begin_with_example()
>>> page.state.weighing.judgement.verdict
'not-now'
"""

from pet_workbench.widgets.decide.weighing.page import WeighingPage

__all__ = ["WeighingPage"]
