"""The words for what a score means. They cost nothing to import, unlike what decides on them."""

from enum import StrEnum


class Zone(StrEnum):
    """The three zones of Fellegi and Sunter (1969): link, possible link, non-link."""

    HIT = "hit"
    POSSIBLE = "possible"
    NO_HIT = "no hit"


class Band(StrEnum):
    """How good a hit is, in words; no number leaves the node."""

    NONE = ""
    PROBABLE = "probable"
    STRONG = "strong"
