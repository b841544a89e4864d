"""Tests of the reports to take along."""
