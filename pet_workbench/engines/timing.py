"""How long a party waits for what."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Patience, in seconds.

    Attributes
    ----------
    meet : float
        For all parties to come.
    handshake : float
        For whoever connects to say who it is.
    alive : float
        Between two signs of life.
    stall : float
        Without any sign of life before a party counts as stalled.
    message : float
        For one message, from parties that are alive.
    close : float
        For the last bytes to leave.
    """

    meet: float = 60.0
    handshake: float = 10.0
    alive: float = 1.0
    stall: float = 10.0
    message: float = 900.0
    close: float = 2.0
