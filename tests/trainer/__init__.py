"""Tests of the trainer's kit: notes, table game and slides, in two languages."""
