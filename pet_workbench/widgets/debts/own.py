"""Own lists for the case `debts`: always answered with the residents at k or more agencies."""

from collections.abc import Mapping

from pet_workbench.usecases.debts import RESIDENTS
from pet_workbench.widgets import UploadedFile
from pet_workbench.widgets.case.own_data import OwnData
from pet_workbench.widgets.job import Step
from pet_workbench.widgets.upload import UploadAnswer

_STEPS = 3


class OwnLists(OwnData):
    """The upload; a question about one citizen of the generated data makes no sense here."""

    def _handle(self, files: Mapping[str, UploadedFile], step: Step) -> UploadAnswer:
        """Read the files, ask for the residents, and write what may be known."""
        page = self.page
        step(0, _STEPS)
        tables = page.read(files)
        step(1, _STEPS)
        arguments = {**page.state.run_arguments(), "question": RESIDENTS, "citizen": None}
        outcome = page.case.run(page.main, tables, keep_payload_bytes=0, **arguments)
        step(2, _STEPS)
        return self._answer(tables, outcome)
