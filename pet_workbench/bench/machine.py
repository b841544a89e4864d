"""On what a measurement was made: processor, memory, how busy it was, versions and commit.

Nothing here names the host, its user or its network.
"""

import os
import platform
import re
import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("numpy", "pandas", "cryptography", "tenseal", "pet-workbench")
IDENTITY = ("processor", "cores", "memory_gb", "system")
"""What makes two measurements of the same machine: load comes and goes."""


def machine() -> dict[str, str]:
    """Return the processor, its cores, the memory, the system and the load just now.

    ``load`` is the mean number of processes that were running or waiting in the last minute, or
    ``"unknown"``: above the number of cores, measured times are too long.
    """
    return {
        "processor": _proc("/proc/cpuinfo", r"model name\s*:\s*(.+)")
        or platform.processor()
        or "unknown",
        "cores": str(os.cpu_count()),
        "memory_gb": _memory_gb(),
        "system": f"{platform.system()} {platform.machine()}",
        "load": _load(),
    }


def versions() -> dict[str, str]:
    """Return the versions that decide the speed."""
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}


@cache
def commit() -> str:
    """Return the commit this code was checked out from, or ``"unknown"`` where there is none.

    With ``+`` behind it when the code was changed since.
    """
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        return "unknown"
    found = _git(root, "rev-parse", "--short=12", "HEAD")
    is_changed = bool(_git(root, "status", "--porcelain", "--", "pet_workbench"))
    return f"{found}+" if found and is_changed else found or "unknown"


def _git(root: Path, *words: str) -> str:
    """Return what git answers, nothing where it cannot."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            ["git", "-C", str(root), *words],  # noqa: S607 - whichever git the reader has
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _load() -> str:
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except (AttributeError, OSError):
        return "unknown"


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
