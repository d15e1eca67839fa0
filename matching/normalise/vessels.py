"""What registers say of a ship: its type to a class, its tonnage to bands, its build year."""

import math
import re

from matching.errors import MalformedValueError
from matching.normalise.romanise import latin
from matching.normalise.scripts import compose

_CLASSES = (
    ("gas tanker", ("lpg", "lng", "gas")),
    ("chemical tanker", ("chemical",)),
    ("tanker", ("tanker", "oil", "asphalt", "bitumen", "bunkering", "fso", "fpso", "petrolero")),
    ("fishing", ("fish", "fishing", "trawler", "pesquero", "pesca", "longliner")),
    ("container", ("container", "containership", "portacontenedores")),
    ("bulk", ("bulk", "bulker", "ore", "granelero")),
    ("ro-ro", ("ro", "roll", "roro", "vehicles", "car")),
    ("passenger", ("passenger", "ferry", "cruise", "pasajeros")),
    ("yacht", ("yacht", "sailing", "sailboat", "pleasure", "velero", "yate")),
    ("speedboat", ("speedboat", "gofast", "rhib", "inflatable", "lancha", "planeadora")),
    ("semi-submersible", ("submersible", "submarine", "semisubmersible", "narcosubmarino")),
    ("tug", ("tug", "tugboat", "towing", "pusher", "remolcador")),
    (
        "offshore",
        ("offshore", "supply", "anchor", "standby", "crew", "platform", "drilling", "pipe"),
    ),
    ("research", ("research", "survey")),
    ("naval", ("naval", "frigate", "patrol", "warship")),
    ("barge", ("barge", "hopper", "pontoon", "dredger", "landing")),
    (
        "cargo",
        ("cargo", "carrier", "freighter", "coaster", "reefer", "lift", "load", "carguero", "deck"),
    ),
)
"""Classes with the words that name them, the more telling first: the first that fits counts."""

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(\d{1,3}(?:[ ,.']\d{3})+|\d+)(?:[.,]\d{1,2})?")
_NOT_DIGIT = re.compile(r"\D")
_BAND = math.log(1.25)
"""One band is a quarter more tonnage: registers differ by remeasurement, not by a factor."""
_LARGEST_TONNAGE = 600_000
_TONNAGE_DIGITS = 6
_FIRST_YEAR, _LAST_YEAR = 1850, 2100


def vessel_class(text: str) -> str:
    """Find the class of a vessel's type.

    Raises:
        MalformedValueError: no word of it names a class.
    """
    words = {latin(word) for word in _WORD.findall(compose(text).casefold())}
    for name, signs in _CLASSES:
        if words.intersection(signs):
            return name
    raise MalformedValueError("names no class of vessel that is known")


def parse_tonnage(text: str) -> int:
    """Read a gross tonnage, with or without a separator of thousands and a unit.

    Raises:
        MalformedValueError: there is no number in it, or no ship is so large.
    """
    match = _NUMBER.match(compose(text).strip())
    digits = _NOT_DIGIT.sub("", match[1]) if match else ""
    tonnage = int(digits or 0) if len(digits) <= _TONNAGE_DIGITS else 0
    if not 0 < tonnage <= _LARGEST_TONNAGE:
        raise MalformedValueError(f"not a tonnage between 1 and {_LARGEST_TONNAGE:,}")
    return tonnage


def tonnage_bands(tonnage: int) -> tuple[str, str]:
    """Name the two bands of a tonnage, each a quarter wide, on scales half a band apart.

    Tonnages within an eighth of each other share at least one band, wherever the limits fall.
    """
    place = math.log(tonnage) / _BAND
    return f"a{math.floor(place)}", f"b{math.floor(place + 0.5)}"


def parse_build_year(text: str) -> int:
    """Read the year in which a vessel was built, from a year or a date.

    Raises:
        MalformedValueError: no year of four digits, or none in which ships of today were built.
    """
    match = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    year = int(match[0]) if match else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise MalformedValueError(f"not a year between {_FIRST_YEAR} and {_LAST_YEAR}")
    return year
