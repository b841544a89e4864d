"""What can be wrong with the machines of a sweep."""

from pet_workbench.core import PetError


class ClusterError(PetError):
    """The machines of a sweep cannot measure together, or are gone."""
