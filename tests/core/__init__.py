"""Tests of `pet_workbench.core`."""
