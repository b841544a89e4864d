"""The PET chooser: the legal gate, what is needed, and ranked suggestions with reasons.

`page` puts the parts together; `state` holds the dossier and the advice for it; `board` lets HTML
that the kernel writes answer to what a reader does.  The content stands in ``decide/content``.
"""

from pet_workbench.widgets.decide.chooser.page import PetChooser

__all__ = ["PetChooser"]
