"""Tests of the auditor, and by it of every kind of query."""
