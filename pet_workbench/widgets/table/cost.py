"""What each technique costs: messages, bytes, rounds, and time on three networks."""

import pandas as pd

from pet_workbench.core import PROFILES
from pet_workbench.i18n import Language, duration, size, text
from pet_workbench.usecases.table import EXACT
from pet_workbench.widgets.data_table import DataTable
from pet_workbench.widgets.page import Sentence
from pet_workbench.widgets.table.ages import Ages, Follower, technique_name, unfilled


class Costs(Follower):
    """A row per technique; the times are estimates from rounds and bytes."""

    def __init__(self, ages: Ages, *, lang: Language) -> None:
        networks = {profile.id: text(f"table.network.{profile.id}", lang) for profile in PROFILES}
        columns = ("technique", "messages", "bytes", "rounds")
        self.sentence = Sentence()
        self.frame = DataTable(
            unfilled("technique"),
            lang=lang,
            caption=text("table.costs.caption", lang),
            headers={name: text(f"table.costs.{name}", lang) for name in columns} | networks,
            written={"bytes": lambda value: size(value, lang)}
            | dict.fromkeys(networks, lambda value: duration(value, lang)),
        )
        super().__init__(ages, [self.frame, self.sentence], lang=lang, name="costs")

    def restart(self) -> None:
        """Run all techniques and count."""
        rows = []
        for technique in EXACT:
            transcript = self.run(technique).transcript
            rows.append(
                {
                    "technique": technique_name(technique, self.lang),
                    "messages": len(transcript.messages),
                    "bytes": transcript.bytes,
                    "rounds": transcript.rounds,
                }
                | {profile.id: profile.seconds(transcript) for profile in PROFILES}
            )
        self.frame.show(pd.DataFrame(rows))
        told = self.text(
            "table.costs.explained",
            n=len(self.people),
            ring=rows[0]["rounds"],
            shares=rows[1]["rounds"],
            messages_ring=rows[0]["messages"],
            messages_shares=rows[1]["messages"],
        )
        self.sentence.say(f"<p>{told}</p>")
