"""Stand in for an optional checker that nothing here needs, so that servers start sooner.

`jsonschema` imports `rfc3987_syntax` when it can, and that builds 38 grammars: 1.3 s of processor
time per server process, for the formats ``iri`` and ``iri-reference``, which Jupyter never uses.
This folder is put on ``PYTHONPATH`` by ``pet-workbench lab|app`` and ``binder/start`` only; raising
here makes `jsonschema` go on without those two formats.
"""

raise ImportError("left out on purpose: see the docstring of this module")
