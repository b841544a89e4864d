"""Tests of the PET chooser."""
