"""Tests of noise on the device."""
