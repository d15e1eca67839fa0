"""The languages that people of a node may read."""

from enum import StrEnum
from typing import Final, Self


class Language(StrEnum):
    """One language; the value is its BCP 47 tag."""

    EN = "en"
    ES = "es"
    FR = "fr"
    PT_BR = "pt-BR"

    @property
    def locale(self) -> str:
        """Its name as gettext and Babel write it."""
        return self.value.replace("-", "_")

    @property
    def endonym(self) -> str:
        """What those who read it call it."""
        return _ENDONYMS[self]

    @classmethod
    def of(cls, tag: str) -> Self | None:
        """Return the language of a BCP 47 tag, or the nearest one there is; None where none is."""
        wanted = tag.strip().casefold()
        main = wanted.partition("-")[0]
        exact = next((each for each in cls if each.casefold() == wanted), None)
        return exact or next((each for each in cls if each.partition("-")[0] == main), None)

    @classmethod
    def accepted(cls, header: str) -> Self | None:
        """Return what a browser wants most of what there is (Accept-Language, RFC 9110, 12.5.4)."""
        wishes = []
        for position, part in enumerate(header.split(",")[:_MOST_WISHES]):
            tag, _, quality = part.partition(";")
            weight = quality.strip().removeprefix("q=") or "1"
            if weight.replace(".", "", 1).isdecimal():
                wishes.append((-float(weight), position, tag))
        return next((found for _, _, tag in sorted(wishes) if (found := cls.of(tag))), None)


_MOST_WISHES: Final = 16
_ENDONYMS: Final = {
    Language.EN: "English",
    Language.ES: "Español",
    Language.FR: "Français",
    Language.PT_BR: "Português (Brasil)",
}
ZERO_IS_SINGULAR: Final = frozenset({Language.FR, Language.PT_BR})
"""Languages that say 0 in the singular; the others have the singular for 1 alone."""
