"""Tests of the widgets through their traits."""
