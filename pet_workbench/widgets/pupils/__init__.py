"""The page of the case `pupils`."""

from pet_workbench.widgets.pupils.page import PupilsPage

__all__ = ["PupilsPage"]
