"""A register that cannot be changed unseen."""
