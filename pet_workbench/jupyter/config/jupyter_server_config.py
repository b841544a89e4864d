"""Jupyter's configuration wherever the workbench is served: `pet-workbench lab|app` and Binder.

Jupyter runs this file with its configuration object as ``c``.
"""

import os
from importlib.util import find_spec
from pathlib import Path

c = c  # noqa: F821, PLW0127  # given by Jupyter; named once here, so that the rest can be checked

# Nothing leaves the machine: no news, no look for updates, no list of extensions, no CDN.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
# Null, not empty: only then does Voilà use the MathJax it brings along.
c.ServerApp.tornado_settings = {"mathjax_url": None, "mathjax_config": None}

# Other users of this machine cannot read what travels between server and kernel.
c.KernelManager.transport_encryption = "auto"

# A page that is open keeps its kernel; one that was closed gives its memory back.
c.MappingKernelManager.cull_connected = False
c.MappingKernelManager.cull_idle_timeout = 1200
c.MappingKernelManager.cull_interval = 120

c.VoilaConfiguration.template = "pet"
c.VoilaConfiguration.strip_sources = True
c.VoilaConfiguration.show_tracebacks = False
# A page would wait for these: plotly's 4.8 MB (our charts bring their own plotly.js), and the
# colours of code, which the app does not show.  JupyterLab keeps both.
c.VoilaConfiguration.extension_denylist = ["jupyterlab-plotly", "jupyterlab_pygments"]

# The plotly.js of our charts is a file of this server, which a browser compiles once and keeps; the
# kernels are told whose it is, because one from another environment may need another plotly.js.
if (_plotly := find_spec("plotly")) and _plotly.origin:
    _folder = Path(_plotly.origin).parent
    c.VoilaConfiguration.extra_labextensions_path = [str(_folder / "package_data")]
    os.environ["PET_WORKBENCH_SERVES"] = str(_folder)


def give_xsrf_cookie(handler, notebook, cwd):  # noqa: ARG001  # Voilà gives all three
    """Let a page that closes end its own kernel.

    Jupyter's server accepts that request only with this cookie, and Voilà's handler does not set
    it by itself: without it each page visited leaves a kernel of some 200 MB behind.
    """
    handler.xsrf_token  # noqa: B018  # reading it sets the cookie


c.VoilaConfiguration.prelaunch_hook = give_xsrf_cookie
