"""What all rooms share: errors, randomness, messages between parties, and the record of a run."""

from pet_workbench.core.channel import Carrier, Engine, Mail, Program, Ran, acting_as
from pet_workbench.core.errors import (
    DataError,
    MissingExtraError,
    ParameterError,
    PetError,
    PrivacyError,
    ProtocolError,
)
from pet_workbench.core.network import Channel, acting_party, run_parties
from pet_workbench.core.optional import import_extra
from pet_workbench.core.outcome import Outcome, Release
from pet_workbench.core.randomness import Entropy, Keystream, random_permutation, random_selection
from pet_workbench.core.transcript import (
    PROFILES,
    Message,
    NetworkProfile,
    Transcript,
    View,
)

__all__ = [
    "PROFILES",
    "Carrier",
    "Channel",
    "DataError",
    "Engine",
    "Entropy",
    "Keystream",
    "Mail",
    "Message",
    "MissingExtraError",
    "NetworkProfile",
    "Outcome",
    "ParameterError",
    "PetError",
    "PrivacyError",
    "Program",
    "ProtocolError",
    "Ran",
    "Release",
    "Transcript",
    "View",
    "acting_as",
    "acting_party",
    "import_extra",
    "random_permutation",
    "random_selection",
    "run_parties",
]
