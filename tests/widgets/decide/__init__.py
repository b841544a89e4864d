"""Tests of the decision pages."""
