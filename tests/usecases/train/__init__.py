"""The case `train`."""
