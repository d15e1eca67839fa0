"""The cast of the told story: three agencies, their registers, and twelve subjects of a seizure.

Every name, number and date is made up; numbers with check digits satisfy them.
"""

from pathlib import Path
from typing import Final

from matching.subject import EntityType
from node.demo.member import Desk, Member

CASE: Final = "PA-2026-0412"
OTHER_CASE: Final = "NL-2026-0077"
CUSTOMS_CASE: Final = "ES-2026-0163"
FIU_CASE: Final = "NL-2026-0081"
CENTRE: Final = "pcc-pa"
CUSTOMS: Final = "customs-es"
FIU: Final = "fiu-nl"

CASE_TOML: Final = f"""\
reference = "{CASE}"
legal_basis = "UN Convention against Illicit Traffic (Vienna, 1988), art. 9(1)(b)"
purpose = "drug-trafficking"
offence = "drugs.trafficking"
urgency = "urgent"
urgency_reason = "the vessel sails tonight"
"""
SUMMARY: Final = "1,984 kg of cocaine in a refrigerated container of bananas, seals exchanged."
SUBJECTS: Final = """\
id,type,role,name,birth_date,nationality,passport,flag,imo,tax_number,container,phone,iban,links
S01,Vessel,carrying vessel,Gray Heron,,,,pa,9074729,,,,,
S02,Person,master,Александр Морозов,1974-05-19,ru,715503218,,,,,,,master-of S01
S03,Person,notify party,Dragan Petrovic,1969-11-03,,,,,,,,,
S04,Company,consignee,Marisma Fletes,,,,,,B12345674,,,,
S05,Identifier,container,,,,,,,,CSQU3054383,,,
S06,Identifier,telephone of the courier,,,,,,,,,+31612345678,,
S07,Identifier,account that paid the freight,,,,,,,,,,NL91ABNA0417164300,
S08,Person,courier,Joaquim Tavares Monteiro,1977-03-08,cv,J1902844,,,,,,,
S09,Person,financier,张伟明,1966-10-02,cn,E20481516,,,,,,,
S10,Person,director of the shipper,Maria do Carmo Evora Lima,1988-07-21,cv,PA0337512,,,,,,,
S11,Person,deckhand,Mamadou Lamine Diallo,1990-08-03,sn,A01377215,,,,,,,
S12,Vessel,boat at the rendezvous,Virgen del Camino,,,,es,,,,,,
"""
EXPECTED: Final = frozenset(
    {
        ("S01", CUSTOMS),
        ("S02", CUSTOMS),
        ("S04", FIU),
        ("S05", CUSTOMS),
        ("S06", FIU),
        ("S07", FIU),
        ("S11", CUSTOMS),
    }
)
"""Which subject is a hit at whom in the first round; S03 is a possible match of customs."""
POSSIBLE: Final = "S03"
LATE: Final = "S08"
"""Comes into the register of customs with its second update."""
SHARED: Final = "S10"
"""Known to nobody, and asked about by two agencies."""
RETRACTED_RECORD: Final = "ES-4"

DESKS: Final = {CUSTOMS: "ES-ADU-MRA", FIU: "NL-FIU-INT", CENTRE: "IP PANAMA"}
"""Address of each member's desk."""
_HEAD = "id,name,birth_date,nationality,passport,category"
_PERSONS = (
    "ES-1,Aleksandr Viktorovich Morozov,1974-05-19,ru,715503218,",
    "ES-2,Juan Carlos Ibarra Quiñones,1981-02-11,es,,",
    "ES-3,Dragan Petrović,1969-11-30,rs,,",
    "ES-4,Mamadou Lamine Diallo,1990-08-03,sn,A01377215,",
)
_FIRST_UPDATE = "ES-5,António Silva Fortes,1979-12-24,cv,,"
_SECOND_UPDATE = "ES-6,Joaquim Tavares Monteiro,1977-03-08,cv,J1902844,"
_GIVEN = ("Aldo", "Berta", "Cosmin", "Dagny", "Emeric", "Fusako", "Gunnar", "Hedda")
_FAMILY = ("Abelung", "Brissot", "Czarkow", "Dumitras", "Ekholm")

SHARED_CASE_CSV: Final = """\
id,type,role,name,birth_date,nationality,passport
N01,Person,account holder,Maria do Carmo Évora Lima,1988-07-21,cv,PA0337512
"""
MEETING: Final = "Investigative case forum, Panama, 30 November 2026"
CUSTOMS_CASE_CSV: Final = """\
id,type,role,name,birth_date,nationality,passport,country,tax_number,phone
C01,Person,owner of the warehouse,Zhang Weiming,1966-10-02,cn,E20481516,,,
C02,Company,tenant of the warehouse,Frigoríficos Faro Sur S.L.,,,,es,B87654323,
C03,Person,forklift driver,Ignacio Belmonte Rúa,1979-06-30,es,,,,
"""
FIU_CASE_CSV: Final = """\
id,type,role,name,birth_date,nationality,passport,country,tax_number,phone
F01,Person,account holder,Maria do Carmo Évora Lima,1988-07-21,cv,PA0337512,,,
F02,Company,paid in cash,Frigorificos Faro Sur,,,,es,B87654323,
F03,Identifier,telephone of the payer,,,,,,,+31687654321
"""
SHARED_IN_ROOM: Final = {
    CENTRE: {("S09", CUSTOMS), ("S10", FIU)},
    CUSTOMS: {("C01", CENTRE), ("C02", FIU)},
    FIU: {("F01", CENTRE), ("F02", CUSTOMS)},
}
"""Which of its own subjects each member shares in the forum, and with whom."""
IN_ROOM: Final = {"bundles": 3, "subjects": 18, "shared": 6, "actions": 1}
"""What the forum holds at its end, as the certificate of deletion counts it."""
_FILES: Final = {
    f"{CUSTOMS}-vessels.csv": "id,name,imo,flag\nESV-1,Garza Gris,9074729,pa\n",
    f"{CUSTOMS}-identifiers.csv": "id,type,container\nESI-1,Identifier,CSQU3054383\n",
    f"{FIU}-companies.csv": (
        "id,name,country,tax_number\nNLC-1,Marisma Fletes S.L.,es,B12345674\n"
    ),
    f"{FIU}-identifiers.csv": (
        "id,type,phone,iban\n"
        "NLI-1,Identifier,+31 6 12345678,\n"
        "NLI-2,Identifier,,NL91ABNA0417164300\n"
    ),
    "case.toml": CASE_TOML,
    "case.csv": SUBJECTS,
    "other.csv": SHARED_CASE_CSV,
    f"{CUSTOMS}-case.csv": CUSTOMS_CASE_CSV,
    f"{FIU}-case.csv": FIU_CASE_CSV,
}


def persons(*updates: str) -> str:
    """Return the persons of customs, with what updates have brought."""
    others = (
        f"ES-{100 + number},{given} {family},19{50 + number}-0{1 + number % 9}-1{number % 9},pt,,"
        for number, (given, family) in enumerate(
            (given, family) for given in _GIVEN for family in _FAMILY
        )
    )
    return "\n".join((_HEAD, *_PERSONS, *updates, *others)) + "\n"


def write_files(folder: Path) -> None:
    """Write every register and case of the story into a new folder."""
    folder.mkdir()
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, updates in (
        ("persons-1.csv", ()),
        ("persons-2.csv", (_FIRST_UPDATE,)),
        ("persons-3.csv", (_FIRST_UPDATE, _SECOND_UPDATE)),
    ):
        (folder / name).write_text(persons(*updates), encoding="utf-8")


def members(folder: Path) -> tuple[Member, ...]:
    """Return the three agencies, whose registers lie in a folder."""
    customs = {
        EntityType.PERSON: folder / "persons-1.csv",
        EntityType.VESSEL: folder / f"{CUSTOMS}-vessels.csv",
        EntityType.IDENTIFIER: folder / f"{CUSTOMS}-identifiers.csv",
    }
    fiu = {
        EntityType.COMPANY: folder / f"{FIU}-companies.csv",
        EntityType.IDENTIFIER: folder / f"{FIU}-identifiers.csv",
    }
    return (
        Member(
            CUSTOMS,
            "Customs surveillance, Spain",
            "ES",
            "customs",
            Desk("Maritime risk analysis", "SIENA", DESKS[CUSTOMS], "+34 910 000 000"),
            customs,
        ),
        Member(
            FIU,
            "Financial intelligence unit, Netherlands",
            "NL",
            "financial-intelligence",
            Desk("International desk", "SIENA", DESKS[FIU], "+31 88 000 0000"),
            fiu,
        ),
        Member(
            CENTRE,
            "Police cooperation centre, Panama",
            "PA",
            "cooperation-centre",
            Desk("Duty officer", "I-24/7", DESKS[CENTRE], "+507 500 0000"),
        ),
    )
