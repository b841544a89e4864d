"""The page of the case `emoji`: one shared state, one widget per section of the notebook.

>>> from pet_workbench.widgets.emoji import EmojiPage
>>> page = EmojiPage(lang="en")
>>> page.state.epsilon = 4.0
>>> page.try_it.controls["epsilon"].value
4.0
"""

from pet_workbench.widgets.emoji.page import EmojiPage
from pet_workbench.widgets.emoji.state import EmojiState

__all__ = ["EmojiPage", "EmojiState"]
