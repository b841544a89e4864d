"""Page 40: nothing runs without agreement."""
