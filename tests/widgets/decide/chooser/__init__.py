"""Tests of the PET chooser page."""
