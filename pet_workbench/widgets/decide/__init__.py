"""The decision tools: one dossier, three pages that fill it in and read it."""
