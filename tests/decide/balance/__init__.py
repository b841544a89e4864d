"""Tests of the stakeholder balance."""
