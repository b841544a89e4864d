"""Memory as the operating system counts it: numpy's and the toolkits' own as well as Python's.

Time needs no module: `time.perf_counter` is the system's monotonic clock and `time.process_time`
its count of processor time, over all threads of the process.
"""

import re
import sys
from pathlib import Path


def reset_peak() -> None:
    """Start a new measurement of this process's peak, where the system allows it (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak_mb() -> float | None:
    """Return the most resident memory of this process since `reset_peak`, in MB of 10**6 bytes.

    Elsewhere than on Linux it is the most since the process began, and None where nobody counts.
    """
    counted = _status("self", "VmHWM")
    if counted is not None:
        return counted
    try:
        import resource
    except ImportError:  # Windows has no such count in Python
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def resident_mb(process: int) -> float | None:
    """Return the resident memory of another process now, in MB; None where it cannot be seen."""
    return _status(str(process), "VmRSS")


def _status(process: str, count: str) -> float | None:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(rf"{count}:\s+(\d+) kB", status)
    return int(found[1]) * 1024 / 1e6 if found else None
