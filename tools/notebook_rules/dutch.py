"""Words and habits that do not belong in our Dutch, each with what to write instead.

Short on purpose: only what slips into texts about this subject again and again, and what a
pattern can tell without guessing.  An English term may stand in brackets or in italics, as in
"deelgeheim (share)".
"""

import re

ENGLISH = {
    r"shares?": "deelgeheim, deelgeheimen",
    r"threshold": "drempel",
    r"(trusted )?third part(y|ies)": "betrouwbare derde partij",
    r"TTP": "betrouwbare derde partij, voluit",
    r"privacy[- ]enhancing": "privacybevorderende technieken, of PET's",
    r"data subjects?": "betrokkene",
    r"data owners?": "bronhouder",
    r"computing part(y|ies)": "rekenpartij",
    r"semi-honest": "eerlijk maar nieuwsgierig",
    r"(differencing )?attacks?": "aanval, verschilaanval",
    r"collu(de|des|sion)": "samenspannen",
    r"non[- ]take[- ]up": "niet-gebruik",
    r"legal basis": "grondslag",
    r"purpose limitation": "doelbinding",
    r"(secure )?multi[- ]?party computation": "rekenen met meerdere partijen (MPC)",
    r"GDPR": "AVG",
    r"DPA": "AP",
}
"""Terms that have a Dutch word; a reader should not have to guess which one was meant."""

HABITS = {
    r"\bdata[ -]?minimalisatie\b": "gegevensminimalisatie: de term van de AVG",
    r"\b(leert|leren) (niets|niks|alleen|niet meer)\b": (
        "komt niets te weten: wie iets leert, studeert (Engels: learns)"
    ),
    r"\b(maakt|maken) (geen )?zin\b": "is zinvol, heeft zin (Engels: makes sense)",
    r"\badresse(ert|ren)\b": "aanpakken (Engels: to address)",
    r"\bin de clear\b|\bin het klare\b": "onversleuteld, leesbaar (Engels: in the clear)",
    r"\b(ge)?(encrypt|decrypt)(en|eerd|eren)?\b": "versleutelen, ontsleutelen",
    r"\bgebaseerd (op|van) dat\b": "omdat (Engels: based on that)",
    r"\b(je|jij|jou|jouw|jullie)\b": "u, uw: wij spreken de lezer met u aan",
    r"\b(data|privacy|inkomens|gegevens) (deling|uitwisseling|bescherming|risico'?s?|grens"
    r"|analyse|verwerking|beleid|wetgeving|bestanden)\b": "aaneen: een samenstelling is één woord",
    r"\bsecret sharing (protocol|techniek|methode)\b": "met koppelteken en aaneen",
    r"[“”\"]": "enkele, ronde aanhalingstekens",
    r"(?<![\w.,])\d{1,3}\.\d{1,2}(?![\w]|\.\d)": "een decimale komma: 0,5",
    r"\b\d{1,3}(,\d{3})+\b": "een punt tussen duizendtallen: 10.000",
}
"""English word order, half-translated words and the other language's typography.

A number such as 1234.56, without a mark between thousands, is how a value stands in a file.
"""

VERSION = re.compile(
    r"\b(Python|versie|artikel|art\.|EUPL|AA|WCAG|doi:)[\s-]*[\d.]+\S*|\b3\.1[1-3]\b", re.I
)
"""Numbers that are names: of versions (also Python's alone), articles of law, sources."""

BRACKETS = re.compile(r"\([^()]*\)|(?<!\*)\*(?!\*)[^*\n]+\*(?!\*)|(?<!\w)_[^_\n]+_(?!\w)")


def complaints(prose: str) -> list[str]:
    """Return what is wrong with a Dutch text.

    Parameters
    ----------
    prose : str
        Text without code, formulas, tags and targets of links.

    Examples
    --------
    >>> complaints("Elke partij krijgt een share.")
    ['share: write deelgeheim, deelgeheimen']
    >>> complaints("Elke partij krijgt een deelgeheim (share) van 0,5 kB.")
    []
    """
    outside = BRACKETS.sub(" ", prose)
    found = [
        f"{match[0]}: write {instead}"
        for pattern, instead in ENGLISH.items()
        for match in re.finditer(rf"\b(?:{pattern})\b", outside, re.I)
    ]
    numbered = VERSION.sub(" ", prose)
    return found + [
        f"{match[0]}: write {instead}"
        for pattern, instead in HABITS.items()
        for match in re.finditer(pattern, numbered, re.I)
    ]
