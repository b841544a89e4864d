"""Which emoji are popular, without knowing anybody's: devices, a maker, and whom to trust.

`case` is the question and its techniques, `techniques` the programs, `frequencies` the real shares,
`population` invents devices, and `popularity` is the answer.
"""

from pet_workbench.usecases.emoji.case import CASE, CENTRAL, LOCAL, PLAIN, EmojiCase
from pet_workbench.usecases.emoji.frequencies import SIZE, TEXTS, EmojiList, emoji_list
from pet_workbench.usecases.emoji.popularity import Popularity
from pet_workbench.usecases.emoji.population import DEVICES
from pet_workbench.usecases.emoji.techniques import (
    COLLECTOR,
    MAKER,
    WRONG,
    central_noise,
    protocol_of,
)

__all__ = [
    "CASE",
    "CENTRAL",
    "COLLECTOR",
    "DEVICES",
    "LOCAL",
    "MAKER",
    "PLAIN",
    "SIZE",
    "TEXTS",
    "WRONG",
    "EmojiCase",
    "EmojiList",
    "Popularity",
    "central_noise",
    "emoji_list",
    "protocol_of",
]
