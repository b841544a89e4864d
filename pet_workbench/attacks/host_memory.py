"""The host of a **simulated** enclave reads all data in its memory: here that always succeeds.

Real hardware encrypts the memory of an enclave and keeps the host's software out.  Researchers have
got round that again and again, by software and by tampering with the machine; `PUBLISHED` lists
some of what was published, with the paper or its authors' page.  Makers mend what can be mended
with new firmware, which a policy can ask for; against somebody who can open the machine many
promise nothing.

Protects: nothing.
Does not protect: that an attack is not on the list says nothing.
"""

from dataclasses import dataclass

from pet_workbench.enclave import SimulatedEnclave


@dataclass(frozen=True)
class Published:
    """An attack on real hardware that was published.

    Attributes
    ----------
    id : str
        Its words stand under ``mobility.channel_<id>``.
    name : str
    year : int
        In which it was made public; the paper can be of the year after.
    url : str
        The paper, or the page of its authors.
    """

    id: str
    name: str
    year: int
    url: str


PUBLISHED = (
    Published(
        "foreshadow",
        "Foreshadow",
        2018,
        "https://www.usenix.org/conference/usenixsecurity18/presentation/bulck",
    ),
    Published(
        "plundervolt",
        "Plundervolt",
        2019,
        "https://doi.org/10.1109/SP40000.2020.00057",
    ),
    Published(
        "sgaxe",
        "SGAxe",
        2020,
        "https://cacheoutattack.com/files/SGAxe.pdf",
    ),
    Published(
        "cipherleaks",
        "CipherLeaks",
        2021,
        "https://www.usenix.org/conference/usenixsecurity21/presentation/li-mengyuan",
    ),
    Published(
        "cachewarp",
        "CacheWarp",
        2023,
        "https://www.usenix.org/conference/usenixsecurity24/presentation/zhang-ruiyi",
    ),
    Published(
        "badram",
        "BadRAM",
        2024,
        "https://badram.eu",
    ),
    Published(
        "teefail",
        "WireTap, TEE.fail",
        2025,
        "https://tee.fail",
    ),
    Published(
        "badfuse",
        "MilanLaunchy, BadFuse",
        2026,
        "https://arxiv.org/abs/2605.12990",
    ),
)
"""Attacks on enclaves of Intel and AMD, by year."""


def read_memory(enclave: SimulatedEnclave) -> dict[str, bytes]:
    """Return what every sender delivered, as it lies open in the memory of a simulated enclave.

    Parameters
    ----------
    enclave : SimulatedEnclave
        After it ran.
    """
    opened: dict[str, bytes] = enclave.memory()["opened"]
    return opened
