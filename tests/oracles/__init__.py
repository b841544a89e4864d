"""Independent implementations against which our own protocols are checked."""
