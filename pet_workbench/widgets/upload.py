"""Own data on a page: warning first, then the files, then what is wrong or the answer to take home.

ipywidgets' `FileUpload` sends a file as one message, and a server drops the connection above ten
megabytes; `FilePicker` sends it in pieces, waits for each to be received, and is a real file input,
so that it has a name for screen readers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import traitlets

from pet_workbench.core import PetError
from pet_workbench.i18n import Language, listing, size, text
from pet_workbench.widgets.job import Job, Step
from pet_workbench.widgets.page import Panel, Sentence, html

_JS = Path(__file__).parent / "js"
_LIMIT_BYTES = 200 * 10**6


@dataclass(frozen=True)
class UploadedFile:
    """A file as the reader chose it: its name and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class UploadAnswer:
    """What comes of uploaded files.

    Attributes
    ----------
    html : str
        What to say, with HTML mark-up.
    csv : bytes
        What to take home.
    filename : str
    """

    html: str
    csv: bytes
    filename: str


class FilePicker(anywidget.AnyWidget):
    """Takes one file from the reader's machine into the kernel's memory, never to disk.

    Parameters
    ----------
    label : str
        Which file is wanted.
    lang : {"nl", "en"}
    accept : str, default: ".csv"
        File name endings offered by the browser.

    Attributes
    ----------
    file : UploadedFile or None
        The last file that arrived whole.
    """

    _esm = _JS / "file_picker.js"
    label = traitlets.Unicode().tag(sync=True)
    choose = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    status = traitlets.Unicode().tag(sync=True)
    file = traitlets.Instance(UploadedFile, allow_none=True)

    def __init__(self, label: str, *, lang: Language, accept: str = ".csv") -> None:
        self._lang = lang
        self._pieces: list[bytes] = []
        super().__init__(
            label=label,
            accept=accept,
            choose=text("page.upload_choose", lang),
            status=text("page.upload_none", lang),
        )
        self.on_msg(self._receive)

    def _receive(self, _: Any, message: Mapping[str, Any], buffers: list[memoryview]) -> None:
        """Keep one piece and ask for the next; a piece out of order ends the upload."""
        n, total = int(message["n"]), int(message["total"])
        name, n_bytes = str(message["name"]), int(message["size"])
        if n == 0:
            self.file, self._pieces = None, []
        go_on = n == len(self._pieces) and n_bytes <= _LIMIT_BYTES
        if go_on:
            self._pieces.append(bytes(buffers[0]))
            self._tell("upload_reading" if n + 1 < total else "upload_read", name, n_bytes)
            if n + 1 == total:
                self.file, self._pieces = UploadedFile(name, b"".join(self._pieces)), []
        else:
            self._tell(
                "upload_too_big" if n_bytes > _LIMIT_BYTES else "upload_broken", name, n_bytes
            )
        self.send({"received": n, "go_on": go_on})

    def _tell(self, key: str, name: str, n_bytes: int) -> None:
        """Say how far the upload is."""
        self.status = text(
            f"page.{key}",
            self._lang,
            name=name,
            size=size(n_bytes, self._lang),
            limit=size(_LIMIT_BYTES, self._lang),
        )


class Download(anywidget.AnyWidget):
    """A link that saves what the kernel holds as a file; hidden as long as there is nothing."""

    _esm = _JS / "download.js"
    content = traitlets.Bytes().tag(sync=True)
    filename = traitlets.Unicode().tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)

    def offer(self, content: bytes, filename: str, *, lang: Language) -> None:
        """Offer `content` under the name `filename`; empty content hides the link."""
        with self.hold_sync():
            self.filename = filename
            self.label = text("page.upload_download", lang, name=filename)
            self.content = content


class Upload(Panel):
    """Own files in, an answer out: warning, file pickers, check, errors or result, download.

    Parameters
    ----------
    files : mapping of str to str
        A key for each file, and the words that ask for it.
    handle : callable
        Called as ``handle(files, step)`` in a thread, with an `UploadedFile` under each key;
        returns an `UploadAnswer`, or raises a `DataError`, or an ``ExceptionGroup`` of several.
    lang : {"nl", "en"}
    warning : str
        HTML that stands above everything else: what happens with the data.
    examples : mapping of str to (filename, bytes), optional
        An example to download for each key.

    Attributes
    ----------
    pickers : dict of str to FilePicker
    job : Job
        Its `state` says how it went; its `result` is the answer.
    download : Download
    """

    def __init__(
        self,
        files: Mapping[str, str],
        handle: Callable[[Mapping[str, UploadedFile], Step], UploadAnswer],
        *,
        lang: Language,
        warning: str,
        examples: Mapping[str, tuple[str, bytes]] | None = None,
    ) -> None:
        self._labels, self._handle, self._lang = dict(files), handle, lang
        self.pickers = {key: FilePicker(label, lang=lang) for key, label in files.items()}
        self.result, self.download = Sentence(), Download()
        self.job = Job(
            self._work, lang=lang, label=text("page.upload_check", lang), on_done=self._show
        )
        self.job.observe(self._clear, "state")
        super().__init__(
            [
                html(warning),
                *(self._with_example(key, examples or {}) for key in files),
                self.job,
                self.result,
                self.download,
            ],
            lang=lang,
        )
        self.add_class("pet-upload")

    def _with_example(self, key: str, examples: Mapping[str, tuple[str, bytes]]) -> w.Widget:
        """Return a picker, with the link to its example if there is one."""
        box = w.VBox([self.pickers[key]])
        box.add_class("pet-card")
        if key in examples:
            filename, content = examples[key]
            link = Download()
            link.offer(content, filename, lang=self._lang)
            link.label = f"{text('page.upload_example', self._lang)}: {filename}"
            box.children = [self.pickers[key], link]
        return box

    def _work(self, step: Step) -> UploadAnswer:
        """Hand the files over, once all are there."""
        missing = [label for key, label in self._labels.items() if not self.pickers[key].file]
        if missing:
            raise PetError(
                "page.upload_first",
                "need all files, got none for {files}",
                files=listing(missing, self._lang),
            )
        chosen = {key: picker.file for key, picker in self.pickers.items()}
        return self._handle({key: file for key, file in chosen.items() if file}, step)

    def _clear(self, change: Mapping[str, Any]) -> None:
        """Take the last answer away when a new run starts."""
        if change["new"] == "running":
            self.result.say("")
            self.download.offer(b"", "", lang=self._lang)

    def _show(self, answer: UploadAnswer) -> None:
        """Show the answer and offer the file."""
        self.result.say(answer.html)
        self.download.offer(answer.csv, answer.filename, lang=self._lang)
