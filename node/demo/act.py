"""The steps of the demonstration, in the order in which agencies would take them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Final

from node.cli.phrase import count
from node.cli.render_alert import SHORT_ID_LETTERS
from node.demo.federation import Federation
from node.demo.member import Member, Plan
from node.demo.story import Story
from node.demo.typed import init_words, load_words, shown, side_by_side
from node.demo.verdict import show_verdict

_ENTRIES: Final = 8
_AGREEMENT: Final = """\
reference = "DEMO-{year}-001"
legal_basis = "UN Convention against Transnational Organized Crime, Article 18"
purposes = ["drug-trafficking", "organised-crime", "money-laundering"]
entity_types = ["person", "vessel", "company", "identifier"]
valid_from = {year}-01-01
expires_on = {until}-12-31
"""


class Act:
    """One demonstration being played."""

    def __init__(self, story: Story, federation: Federation, *, plan: Plan) -> None:
        """Bring together who tells, who plays and what is played."""
        self._story = story
        self._federation = federation
        self._plan = plan

    def play(self) -> None:
        """Play every step.

        Raises:
            DemoError: A command failed.
        """
        self._set_up()
        self._agree()
        self._load()
        self._ask()
        self._look_at_the_other_side()
        self._verify()

    def _set_up(self) -> None:
        number = count(len(self._plan.members), "agency", plural="agencies")
        self._story.step(
            f"{number.capitalize()}, each with a node of its own",
            "Every node makes its own keys; no secret is shared and none has a default.",
        )
        first = self._plan.owners[0]
        words = [*self._init_words(first), "--passphrase-file", "FILE"]
        self._story.command(first.id, words)
        with self._story.waiting("making keys"):
            side_by_side(self._init, self._plan.members)
        with self._story.waiting("starting the nodes"):
            self._federation.start(self._plan.members)
        for member in self._plan.members:
            holds = "asks, holds no register" if not member.registers else _registers_of(member)
            self._story.say(f"  {member.id:<15} {member.name}: {holds}")

    def _agree(self) -> None:
        self._story.step(
            "They exchange entries under an agreement",
            "Nothing is asked or answered without one, and both sides record it.",
        )
        agreement = self._federation.folder / "agreement.toml"
        year = datetime.now(UTC).year
        agreement.write_text(_AGREEMENT.format(year=year, until=year + 2), encoding="utf-8")
        with self._story.waiting("exchanging entries"):
            side_by_side(self._export, self._plan.members)
            pairs = list(permutations(self._plan.members, 2))
            side_by_side(lambda pair: self._introduce(*pair, agreement=agreement), pairs)
        asker, peer = self._plan.asker.id, self._plan.owners[0].id
        self._story.command(asker, ["peer", "add", f"{peer}.json", "--agreement", agreement.name])
        self._story.command(asker, ["peer", "list"])
        self._federation.show(asker, ["peer", "list"])

    def _load(self) -> None:
        self._story.step(
            "Each loads its registers, which become a sealed index",
            "A thief of the disk learns counts; the clear text stays in the owner's vault.",
        )
        owner = next(member for member in self._plan.owners if member.registers)
        entity_type, file = next(iter(owner.registers.items()))
        self._story.command(owner.id, load_words(entity_type, Path(file.name)))
        with self._story.waiting("normalising and sealing"):
            side_by_side(self._load_all, self._plan.owners)
        self._story.command(owner.id, ["register", "list"])
        self._federation.show(owner.id, ["register", "list"])

    def _ask(self) -> None:
        asker, seizure = self._plan.asker.id, self._plan.seizure
        self._story.step(
            f"A seizure: {asker} asks everybody at once",
            "What leaves the node are pseudonyms under each peer's own key, and the reasons.",
        )
        for words in (
            ["case", "new", "--file", str(seizure.description)],
            ["case", "add", seizure.reference, str(seizure.subjects)],
        ):
            self._story.command(asker, shown(words))
            self._federation.show(asker, words, accepted=(0, 4))
        words = ["case", "run", seizure.reference]
        self._story.command(asker, words)
        self._story.say("")
        self._federation.show(asker, words)
        show_verdict(self._story, self._federation, plan=self._plan)

    def _look_at_the_other_side(self) -> None:
        owner = self._plan.owners[0].id
        self._story.step(
            f"What {owner} saw and wrote down",
            "Its analysts see which of their own records were touched, by whom and why.",
        )
        self._show(owner, ["alert", "list", "--direction", "incoming", "--limit", "10"])
        number, zone = self._most_telling_alert(owner)
        if zone == "possible":
            self._story.say("A possible match was answered as no hit: somebody here decides on it.")
        if number:
            self._show(owner, ["alert", "show", number[:SHORT_ID_LETTERS], "--record"])
        self._show(owner, ["audit", "tail", "-n", str(_ENTRIES)])

    def _most_telling_alert(self, owner: str) -> tuple[str, str]:
        """Return id and zone of an incoming alert, best of one that only a person can decide."""
        words = ["--json", "alert", "list", "--direction", "incoming"]
        alerts = json.loads(self._federation.run(owner, words))["alerts"]
        alerts.sort(key=lambda alert: alert["zone"] != "possible")
        return (alerts[0]["id"], alerts[0]["zone"]) if alerts else ("", "")

    def _show(self, member: str, words: Sequence[str]) -> None:
        self._story.command(member, words)
        self._federation.show(member, words)
        self._story.say("")

    def _verify(self) -> None:
        self._story.step("Every journal is whole", "Nobody, the node itself included, can edit it.")
        for member in self._plan.members:
            self._story.command(member.id, ["audit", "verify"])
            self._federation.show(member.id, ["audit", "verify"])

    def _init(self, member: Member) -> None:
        self._federation.run(member.id, self._init_words(member))

    def _init_words(self, member: Member) -> list[str]:
        return init_words(member, self._federation.address(member.id))

    def _export(self, member: Member) -> None:
        entry = self._federation.run(member.id, ["--quiet", "peer", "export"])
        self._entry(member).write_text(entry, encoding="utf-8")

    def _introduce(self, member: Member, peer: Member, *, agreement: Path) -> None:
        words = ["peer", "add", str(self._entry(peer)), "--agreement", str(agreement), "--yes"]
        self._federation.run(member.id, words)

    def _entry(self, member: Member) -> Path:
        return self._federation.folder / f"{member.id}.json"

    def _load_all(self, member: Member) -> None:
        for entity_type, file in member.registers.items():
            # Rows of a public list that cannot be read are rejected and told; the others count.
            self._federation.run(member.id, load_words(entity_type, file), accepted=(0, 4))


def _registers_of(member: Member) -> str:
    return ", ".join(f"{entity_type.value} register" for entity_type in member.registers)
