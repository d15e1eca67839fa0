"""Options that several commands share, each declared once."""

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from matching.subject import EntityType
from node.domain.justification import Aim, Category, Purpose, Urgency
from node.operator import view

WHY: Final = "Why it is asked"
PURPOSES: Final = f"Shipped: {', '.join(Purpose)}; the policy may name more."

Peers = Annotated[
    list[str],
    typer.Option("--peer", help="Ask this peer alone; may be repeated. Without it all are asked."),
]
AimOption = Annotated[
    Aim, typer.Option("--aim", help="Identify somebody, or learn more.", rich_help_panel=WHY)
]
UrgencyOption = Annotated[
    Urgency,
    typer.Option("--urgency", help="How soon an answer is needed.", rich_help_panel=WHY),
]
UrgencyReason = Annotated[
    str,
    typer.Option("--urgency-reason", help="Needed where it is urgent.", rich_help_panel=WHY),
]
ExitCodeHit = Annotated[
    bool, typer.Option("--exit-code-hit", help="End with code 10 where there is a hit.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The options of a justification, apart from the case reference."""

    purpose: Annotated[
        str, typer.Option(help=f"What the query is for. {PURPOSES}", rich_help_panel=WHY)
    ]
    offence: Annotated[
        str,
        typer.Option(help="Code of the offence: drugs.trafficking.", rich_help_panel=WHY),
    ]
    legal_basis: Annotated[str, typer.Option(help="What permits the query.", rich_help_panel=WHY)]
    category: Annotated[
        Category | None,
        typer.Option(
            help="What the person is in the case; without it, a suspect.", rich_help_panel=WHY
        ),
    ] = None
    aim: AimOption = Aim.IDENTIFY
    urgency: UrgencyOption = Urgency.NORMAL
    urgency_reason: UrgencyReason = ""

    def of(self, case_reference: str, entity_type: EntityType) -> view.Justification:
        """Return the justification of a query about one type of entity within one case."""
        is_person = entity_type is EntityType.PERSON
        usual = Category.SUSPECT if is_person else Category.NOT_A_PERSON
        return view.Justification(
            case_reference=case_reference,
            legal_basis=self.legal_basis,
            purpose=self.purpose,
            offence=self.offence,
            category=(self.category or usual).value,
            aim=self.aim.value,
            urgency=self.urgency.value,
            urgency_reason=self.urgency_reason,
        )
