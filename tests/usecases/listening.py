"""Who listens to a run without changing it."""

from typing import Any

from pet_workbench.core import Message


class Listener:
    """Notes every message of a run."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def __call__(self, message: Message, payload: Any) -> Any:
        """Deliver the message unchanged."""
        self.steps.append(message.step)
        return payload
