"""Tests of the attacks: they work, and then they fail."""
