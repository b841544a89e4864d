"""Parties in processes of their own, on real connections, and all that can go wrong there."""
