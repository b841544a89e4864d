"""Tests of the room `he`."""
