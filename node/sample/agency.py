"""The agencies of a sample: what they hold, whom they meet, how they write.

The default federation sits on the Atlantic cocaine route: Spanish customs, the Dutch financial
intelligence unit and the coast guard of Cabo Verde hold registers; a police cooperation centre in
Panama holds none and asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from node.sample.habit import Habit
from node.sample.mistake import Rates
from node.sample.person import Mix, mix
from node.sample.romanise import System

ENTITY_TYPES = ("person", "vessel", "company", "identifier")


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    """One agency: its name in the federation, the size of its registers and its ways."""

    name: str
    title: str
    country: str
    habit: Habit
    origins: Mix
    """Where its persons, companies and identifiers come from."""
    shares: Mapping[str, float]
    """Records of each entity type for each record asked for; absent means no such register."""
    identifiers: tuple[str, ...] = ()
    """Kinds of its identifier register, a kind twice if it is twice as frequent."""
    overlap: float = 0.06
    """Share of the smaller of two registers that the other holds too."""

    def size(self, entity_type: str, records: int) -> int:
        """Give the number of records of a type."""
        return round(self.shares.get(entity_type, 0.0) * records)


_CUSTOMS = Habit(
    prefix="ES-ADU",
    from_passport=0.50,
    spellings=((System.ENGLISH, 0.45), (System.ROMANCE, 0.95), (System.DUTCH, 1.0)),
    accents=0.8,
    native_script=0.10,
    keeps={
        "passport": 0.45, "id_number": 0.35, "phone": 0.40, "email": 0.10, "iban": 0.05,
        "plate": 0.15, "address": 0.50, "birth_place": 0.35, "country": 0.70, "position": 0.35,
        "weak_aliases": 0.6, "tax_number": 0.70, "reg_number": 0.25, "lei": 0.2,
        "incorporation_date": 0.25,
    },
    positions=(
        "truck driver", "freight forwarder", "dock worker", "customs broker", "importer",
        "haulier", "crane operator", "fisherman", "company administrator", "skipper",
    ),
    matters=(
        "cocaine in container", "cocaine in container", "rip-on/rip-off", "hashish by sea",
        "tobacco smuggling", "undervaluation", "cash at border", "counterfeit goods",
    ),
)  # fmt: skip

_FIU = Habit(
    prefix="NL-FIU",
    from_passport=0.70,
    spellings=((System.ENGLISH, 0.55), (System.ROMANCE, 0.70), (System.DUTCH, 1.0)),
    accents=0.6,
    native_script=0.05,
    capitals=True,
    keeps={
        "passport": 0.50, "id_number": 0.45, "phone": 0.45, "email": 0.55, "iban": 0.85,
        "address": 0.80, "birth_place": 0.45, "country": 0.90, "position": 0.30,
        "weak_aliases": 0.05, "tax_number": 0.55, "reg_number": 0.75, "lei": 0.9,
        "incorporation_date": 0.65,
    },
    positions=(
        "director", "shareholder", "money changer", "car dealer", "beneficial owner", "accountant",
        "nominee director", "jeweller", "restaurant owner", "estate agent",
    ),
    matters=(
        "unusual transaction", "unusual transaction", "underground banking", "cash deposits",
        "trade-based laundering", "virtual assets", "real estate", "money mule",
    ),
    rates=Rates(typing=0.015, birth_missing=0.02, birth_year_only=0.02, gender_missing=0.15),
)  # fmt: skip

_COASTGUARD = Habit(
    prefix="CV-GC",
    from_passport=0.55,
    spellings=((System.ENGLISH, 0.30), (System.ROMANCE, 1.0)),
    accents=0.5,
    native_script=0.03,
    family_first=True,
    capitals=True,
    keeps={
        "passport": 0.60, "id_number": 0.10, "phone": 0.30, "email": 0.03, "address": 0.15,
        "birth_place": 0.55, "country": 0.40, "position": 0.95, "weak_aliases": 0.3,
        "imo": 0.92, "mmsi": 0.55, "call_sign": 0.65, "former_flags": 0.60, "former_names": 0.75,
        "gross_tonnage": 0.75, "dwt": 0.45, "build_year": 0.70,
    },
    positions=(
        "master", "chief engineer", "able seaman", "chief officer", "bosun", "oiler", "cook",
        "skipper", "deckhand", "ship agent", "second engineer",
    ),
    matters=(
        "boarding", "boarding", "cocaine at sea", "AIS switched off", "illegal fishing",
        "suspicious rendezvous", "port state control", "drifting bales",
    ),
    rates=Rates(typing=0.05, birth_missing=0.08, birth_year_only=0.08, swapped=0.03),
)  # fmt: skip

ROUTE: Mix = mix(
    {
        "es": 14, "co": 12, "nl": 10, "br": 7, "ma": 6, "cv": 6, "it": 5, "ec": 5, "pt": 5, "al": 4,
        "tr": 4, "be": 4, "ng": 3, "ru": 3, "ua": 3, "rs": 3, "cn": 3, "sn": 3, "gh": 2, "gw": 2,
        "lb": 2, "ir": 2, "gr": 2, "pa": 2, "ph": 2,
    }
)  # fmt: skip
"""People of the whole route, for registers that belong to no agency."""

DEFAULT_AGENCIES: tuple[AgencyPlan, ...] = (
    AgencyPlan(
        name="customs-es",
        title="Customs service, Spain",
        country="es",
        habit=_CUSTOMS,
        origins=mix(
            {
                "es": 26, "co": 15, "ma": 12, "ec": 7, "pt": 5, "it": 5, "br": 5, "al": 4, "nl": 4,
                "rs": 3, "cn": 4, "pa": 2, "tr": 2, "ru": 2, "ua": 1, "sn": 2, "ng": 2, "be": 2,
                "gr": 1, "lb": 1,
            }
        ),
        shares={"person": 1.0, "company": 0.4, "identifier": 0.4},
        identifiers=("container", "container", "phone", "phone", "seal", "plate", "vin"),
    ),
    AgencyPlan(
        name="fiu-nl",
        title="Financial intelligence unit, Netherlands",
        country="nl",
        habit=_FIU,
        origins=mix(
            {
                "nl": 38, "be": 7, "tr": 8, "ma": 8, "co": 5, "al": 4, "it": 4, "es": 4, "ru": 3,
                "ua": 2, "cn": 4, "ir": 3, "lb": 3, "ng": 3, "gh": 2, "br": 2, "ec": 1, "pa": 2,
                "rs": 2, "gr": 1,
            }
        ),
        shares={"person": 1.0, "company": 0.5, "identifier": 0.5},
        identifiers=("iban", "iban", "iban", "phone", "phone", "crypto", "imei", "email"),
    ),
    AgencyPlan(
        name="coastguard-cv",
        title="Coast guard, Cabo Verde",
        country="cv",
        habit=_COASTGUARD,
        origins=mix(
            {
                "cv": 32, "br": 9, "sn": 9, "es": 7, "ph": 7, "ua": 6, "pt": 6, "gw": 5, "gh": 4,
                "ru": 5, "ng": 3, "gr": 3, "tr": 3, "co": 3, "rs": 2, "cn": 2, "it": 1, "nl": 1,
            }
        ),
        shares={"person": 1.0, "vessel": 0.6, "identifier": 0.2},
        identifiers=("phone", "phone", "phone", "imei", "container", "engine", "imsi"),
    ),
)  # fmt: skip
"""The agencies of the demonstration."""
