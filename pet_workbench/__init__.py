"""A research workbench for Privacy Enhancing Technologies, on Dutch public-sector use cases.

One idea holds it together.  A *use case* asks a question about data that several parties hold.
A *technique* answers it.  One run of a technique gives one *outcome*: the answer, the exact
answer, the time, and a *transcript* of every message, so that anybody can see what each party saw.

>>> from pet_workbench import usecases
>>> usecases.names()[:3]
('table', 'aio', 'falls')

Everything here runs on one machine and on generated data: it shows what a technique does, it does
not protect anything for you.  Nothing has been audited; see SECURITY.md.
"""

from importlib.metadata import version

__version__ = version("pet-workbench")
__all__ = ["__version__"]
