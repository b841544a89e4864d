"""How a contender tells what it measured: one line of JSON, the last that it prints."""

import json


def report(seconds, sent_bytes, *, is_right, **more):
    """Print a measurement.

    Parameters
    ----------
    seconds : float or None
        On the clock, from input to opened answer, without starting up; None where only the
        processor's time is told, as ``cpu_seconds``.
    sent_bytes : int or None
        By all parties together; None where the engine does not tell.
    is_right : bool
        Whether the answer was.
    **more : object
        What else there is to tell: the error, the ring, the memory.
    """
    told = {"seconds": seconds, "bytes": sent_bytes, "is_right": bool(is_right), **more}
    print(json.dumps(told))
