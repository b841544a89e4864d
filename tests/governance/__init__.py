"""Nothing runs without agreement, and what ran cannot be denied."""
