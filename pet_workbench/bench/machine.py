"""On what a measurement was made: processor, memory, versions, and how much memory was used."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("numpy", "pandas", "cryptography", "pet-workbench")


def machine() -> dict[str, str]:
    """Return the processor, its cores, the memory and the system, without any name of the host."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory_gb": _memory_gb(),
        "system": f"{platform.system()} {platform.machine()}",
    }


def versions() -> dict[str, str]:
    """Return the versions that decide the speed."""
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}


def reset_peak_memory() -> None:
    """Start a new measurement of the peak, where the system allows it (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def peak_memory_mb() -> float | None:
    """Return the largest resident memory since `reset_peak_memory`, in MB of 10**6 bytes."""
    found = _proc("/proc/self/status", r"VmHWM:\s+(\d+) kB")
    return int(found) * 1024 / 1e6 if found else None


def _processor() -> str:
    return _proc("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor() or "unknown"


def _memory_gb() -> str:
    found = _proc("/proc/meminfo", r"MemTotal:\s+(\d+) kB")
    return f"{int(found) / 2**20:.0f}" if found else "unknown"


def _proc(path: str, pattern: str) -> str | None:
    """Return what `pattern` captures in a file of the Linux kernel, None elsewhere."""
    try:
        found = re.search(pattern, Path(path).read_text())
    except OSError:
        return None
    return found.group(1).strip() if found else None
