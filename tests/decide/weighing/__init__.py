"""Tests of the weighing framework."""
