"""What a reader reads about costs: names, units, sources and growth, in the reader's language."""

from typing import Literal

from pet_workbench.bench.costs.laws import Law
from pet_workbench.bench.costs.prices import Price, Prices
from pet_workbench.i18n import Language, euro, number, text

Topic = Literal["networks", "law", "check", "bill", "energy", "validation"]


def price_name(price: Price, lang: Language) -> str:
    """Return what a price is the price of."""
    return text(f"costs.price_{price.id}", lang)


def unit(price: Price, lang: Language) -> str:
    """Return the unit of a price."""
    return text(f"costs.unit_{price.id}", lang)


def source(price: Price, lang: Language) -> str:
    """Return who published a price; a price of one's own is called that."""
    if _is_shipped(price):
        known = text(f"costs.source_{price.id}", lang)
        return known if price.is_published else text("costs.price_assumed", lang)
    return price.source or text("costs.price_of_your_own", lang)


def why(price: Price, lang: Language) -> str:
    """Return how value and range of a price came about."""
    return text(f"costs.why_{price.id}", lang) if _is_shipped(price) else price.why


def quantity_name(quantity: str, lang: Language) -> str:
    """Return the name of a quantity of `QUANTITIES`."""
    return text(f"costs.quantity_{quantity}", lang)


def growth(law: Law, lang: Language) -> str:
    """Return how a law grows, in a few words."""
    return text(f"costs.formula_{law.formula}", lang)


def doubling(law: Law, lang: Language) -> str:
    """Return what twice as much data takes, as a sentence."""
    factors = {
        end: number(2 ** getattr(law.exponent, end), lang, digits=1)
        for end in ("low", "middle", "high")
    }
    return text("costs.doubling", lang, **factors)


def part_name(part: str, lang: Language) -> str:
    """Return the name of a part of a bill in euros, see `PARTS`."""
    return text(f"costs.part_{part}", lang)


def energy_name(part: str, lang: Language) -> str:
    """Return the name of a part of the energy, see `ENERGY`."""
    return text(f"costs.energy_{part}", lang)


def means(topic: Topic, lang: Language) -> str:
    """Return what a figure about `topic` means, as a sentence."""
    return text(f"costs.{topic}_means", lang)


def misleads(topic: Topic, lang: Language) -> str:
    """Return when a figure about `topic` would mislead."""
    return text(f"costs.{topic}_misleads", lang)


def outside(prices: Prices, lang: Language) -> str:
    """Say what no bill holds."""
    known = prices.outside["pet_year"]
    return text("costs.outside", lang, low=euro(known.low, lang), high=euro(known.high, lang))


def _is_shipped(price: Price) -> bool:
    shipped = Prices.load()
    return price == shipped.by_id.get(price.id) or price == shipped.outside.get(price.id)
