"""A small program to put into an enclave: it counts lines."""


def count(rows, state, *, least):
    """Count the lines so far, and let the number out when there are enough."""
    lines = state.get("lines", 0) + sum(len(row.splitlines()) for row in rows)
    return (b"%d" % lines if lines >= least else b"", {"lines": lines})


def leak(rows, state, *, least):
    """Give everything away."""
    return b"".join(rows), state
