"""Tests of the words a reader sees: catalogues and glossary."""
