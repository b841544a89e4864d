"""Tests of setting up, serving, carrying along and checking the workbench."""
