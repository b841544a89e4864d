"""Tests of the decision tools."""
