"""Two real nodes, driven through the command line alone: from nothing to a decided alert."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest

from node.cli.entry import main
from node.cli.exitcode import ExitCode
from node.config import SOCKET as SERVED_SOCKET
from node.demo.federation import Federation
from node.demo.member import Desk, Member
from node.operator.client import SOCKET

OWNER = Member(
    "customs-es", "Customs", "ES", "customs", Desk("Risk analysis", "SIENA", "ES-ADU", "")
)
ASKER = Member(
    "pcc-pa", "Centre", "PA", "cooperation-centre", Desk("Duty officer", "I-24/7", "IP PA", "")
)
REASONS = [
    "--case",
    "PA-1",
    "--purpose",
    "drug-trafficking",
    "--offence",
    "drugs.trafficking",
    "--legal-basis",
    "Vienna-9",
]
AGREEMENT = """
reference = "TEST-1"
legal_basis = "Palermo, Article 18"
purposes = ["drug-trafficking"]
entity_types = ["person", "vessel", "company", "identifier"]
valid_from = 2020-01-01
expires_on = 2099-12-31
"""
PERSONS = """\
id,name,birth_date,passport,nationality,category
R-1,Zoltan Quillfeather,1975-03-21,ZQ1234567,hu,
R-2,Mara Oystercatcher,1981-07-02,,pt,
R-3,Broken Date,1981-99-99,,pt,
"""
CASE = """\
id,type,name,birth_date,passport,nationality,role
S01,Person,Zoltán Quillfeather,1975-03-21,ZQ1234567,hu,courier
S02,Person,Nobody Atall,1999-01-01,,fr,master
S03,Vessel,Grey Heron,,,,carrier
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON of any shape
        """The document on standard output."""
        return json.loads(self.out)


class Pair:
    """Two nodes that know each other."""

    def __init__(self, federation: Federation) -> None:
        """Keep the running nodes."""
        self.federation = federation

    def say(self, member: Member, words: Sequence[str]) -> Said:
        """Run a command at a member."""
        out, err = StringIO(), StringIO()
        variables = {**self.federation.environment(member.id), "COLUMNS": "80"}
        with patch.dict(os.environ, variables), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return Said(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Make, start and introduce two nodes; nothing is loaded yet but one register."""
    folder = tmp_path_factory.mktemp("pair")
    (folder / "agreement.toml").write_text(AGREEMENT, encoding="utf-8")
    (folder / "persons.csv").write_text(PERSONS, encoding="utf-8")
    (folder / "case.csv").write_text(CASE, encoding="utf-8")
    with Federation(folder, (OWNER, ASKER)) as federation:
        nodes = Pair(federation)
        for member in (OWNER, ASKER):
            federation.run(member.id, init_words(member, federation.address(member.id)))
        federation.start((OWNER, ASKER))
        for member, peer in ((OWNER, ASKER), (ASKER, OWNER)):
            entry = folder / f"{peer.id}.json"
            entry.write_text(federation.run(peer.id, ["peer", "export"]), encoding="utf-8")
            agreement = ["--agreement", str(folder / "agreement.toml")]
            federation.run(member.id, ["peer", "add", str(entry), *agreement, "--yes"])
        load = ["register", "load", str(folder / "persons.csv"), "--type", "person"]
        federation.run(OWNER.id, [*load, "--register", "persons"], accepted=(ExitCode.PARTIAL,))
        yield nodes


def init_words(member: Member, address: str) -> list[str]:
    """Return the command that makes a member's node."""
    about = ["--id", member.id, "--name", member.name, "--country", member.country]
    desk = ["--contact-desk", member.desk.name, "--contact-channel", member.desk.channel]
    desk += ["--contact-address", member.desk.address]
    return ["init", *about, "--kind", member.kind, "--address", address, *desk]


@pytest.fixture(scope="module")
def asked(pair: Pair) -> Pair:
    """Return the pair after a case has been opened, filled and asked about."""
    folder = pair.federation.folder
    words = ["case", "new", "PA-1", "--title", "Bananas", *REASONS[2:]]
    pair.federation.run(ASKER.id, words)
    pair.federation.run(ASKER.id, ["case", "add", "PA-1", str(folder / "case.csv")])
    pair.federation.run(ASKER.id, ["case", "run", "PA-1"])
    return pair


def test_socket_has_one_name() -> None:
    """Client and server agree where the node is spoken to."""
    assert SOCKET == SERVED_SOCKET


def test_rejected_rows_are_told_without_values(pair: Pair) -> None:
    """The register holds the sound rows; the broken one is told by line and column."""
    registers = pair.say(OWNER, ["--json", "register", "list"]).document["registers"]
    rejects = pair.say(OWNER, ["register", "rejects", "persons"])

    assert [(each["name"], each["records"], each["rejected"]) for each in registers] == [
        ("persons", 2, 1)
    ]
    assert "birth_date" in rejects.out
    assert "1981-99-99" not in rejects.out + rejects.err


def test_dry_run_changes_nothing(pair: Pair) -> None:
    """A dry run counts the rows and leaves the register as it was."""
    file = str(pair.federation.folder / "persons.csv")
    before = pair.say(OWNER, ["--json", "register", "list"]).out

    said = pair.say(
        OWNER,
        ["register", "load", file, "--type", "person", "--register", "persons", "--dry-run"],
    )

    assert said.code == ExitCode.PARTIAL
    assert "2 records would be loaded" in said.out
    assert pair.say(OWNER, ["--json", "register", "list"]).out == before


def test_query_for_a_known_person_is_a_hit(pair: Pair) -> None:
    """The asker learns desk and reference, and nothing of the record."""
    words = ["query", "person", "--name", "Zoltan Quilfeather", "--birth-date", "1975-03-21"]
    words += ["--passport", "ZQ1234567", *REASONS, "--exit-code-hit"]

    said = pair.say(ASKER, words)

    assert said.code == ExitCode.HIT
    assert "HIT strong" in said.out
    assert "Ask through SIENA, quoting" in said.out
    assert "Quillfeather" not in said.out


def test_query_for_a_stranger_is_no_hit(pair: Pair) -> None:
    """No hit is an answer, and ends with code 0."""
    words = ["query", "person", "--name", "Ann Other", "--birth-date", "1950-01-01", *REASONS]

    said = pair.say(ASKER, ["--json", *words])

    assert said.code == ExitCode.OK
    assert [cell["state"] for cell in said.document["cells"]] == ["no hit"]


def _entries_but_readings(pair: Pair) -> int:
    """Count the owner's journal, without the entries that say that somebody read it."""
    tail = pair.say(OWNER, ["--json", "audit", "tail", "-n", "99"]).document["entries"]
    return sum(entry["event"] != "read" for entry in tail)


def test_preview_sends_nothing(pair: Pair) -> None:
    """With --validate-only the peer's journal does not grow."""
    before = _entries_but_readings(pair)

    said = pair.say(ASKER, ["query", "person", "--name", "Ann Lee", *REASONS, "--validate-only"])

    after = _entries_but_readings(pair)
    assert said.code == ExitCode.OK
    assert "Nothing was sent" in said.out
    assert before == after


def test_purpose_outside_the_agreement_is_refused(pair: Pair) -> None:
    """What the agreement does not cover ends with code 6."""
    reasons = [word.replace("drug-trafficking", "corruption") for word in REASONS]

    said = pair.say(ASKER, ["query", "person", "--name", "Ann Lee", *reasons])

    assert said.code == ExitCode.REFUSED


def test_case_ends_in_a_matrix(asked: Pair) -> None:
    """Every subject has its row, the hit its card, and the piped text no trailing blanks."""
    said = asked.say(ASKER, ["case", "status", "PA-1"])

    row = next(line for line in said.out.splitlines() if line.startswith(" S01"))
    assert "Zoltán Quillfeather" in row
    assert row.endswith("HIT strong")
    assert "no register" in next(line for line in said.out.splitlines() if "S03" in line)
    assert "1 of 3" in said.out
    assert "Call customs-es" in said.out
    assert not any(line != line.rstrip() for line in said.out.splitlines())


def test_alert_is_reviewed_and_decided(asked: Pair) -> None:
    """The owner sees why, opens the own record, and confirms by the beginning of the id."""
    alerts = asked.say(OWNER, ["--json", "alert", "list", "--direction", "incoming"]).document
    number = next(each["id"] for each in alerts["alerts"] if each["case_reference"] == "PA-1")

    shown = asked.say(OWNER, ["alert", "show", number[:8], "--record"])
    moved = asked.say(OWNER, ["alert", "confirm", number[:8], "--reason", "same-identifier"])
    again = asked.say(OWNER, ["alert", "dismiss", number, "--reason", "common-name"])

    assert "Zoltan Quillfeather" in shown.out
    assert "for" in next(line for line in shown.out.splitlines() if "date of birth" in line)
    assert moved.code == ExitCode.OK
    assert "is confirmed" in moved.out
    assert again.code == ExitCode.FAILURE
    assert again.err.startswith("heliograph: ")


@pytest.mark.parametrize("member", [OWNER, ASKER], ids=lambda member: member.id)
def test_journals_are_whole(asked: Pair, member: Member) -> None:
    """After all of it both journals verify."""
    said = asked.say(member, ["--json", "audit", "verify"])

    assert said.code == ExitCode.OK
    assert said.document["is_sound"]


def test_journal_names_no_subject(asked: Pair) -> None:
    """What the nodes journal has references and reasons, never a name."""
    for member in (OWNER, ASKER):
        said = asked.say(member, ["--json", "audit", "tail", "-n", "999"])

        assert "Quillfeather" not in said.out


@pytest.mark.parametrize(
    "words",
    [["status"], ["doctor"], ["peer", "test"], ["peer", "list"], ["case", "list"]],
    ids=" ".join,
)
def test_node_looks_sound(asked: Pair, words: list[str]) -> None:
    """What shows the state of a node works on a sound one, for people and for programs."""
    told = asked.say(ASKER, words)
    document = asked.say(ASKER, ["--json", *words])

    assert (told.code, document.code) == (ExitCode.OK, ExitCode.OK)
    assert told.out
    assert document.document["schema"].startswith("heliograph.")


def test_peer_is_not_added_without_consent(pair: Pair) -> None:
    """Where nobody can be asked, --yes is needed: the fingerprint must have been compared."""
    folder = pair.federation.folder
    words = ["peer", "add", str(folder / "customs-es.json")]

    said = pair.say(ASKER, [*words, "--agreement", str(folder / "agreement.toml")])

    assert said.code == ExitCode.USAGE
    assert "fingerprint" in said.err


def test_altered_entry_is_refused(pair: Pair) -> None:
    """An entry that was altered on its way is not signed by its key any more."""
    folder = pair.federation.folder
    entry = (folder / "customs-es.json").read_text(encoding="utf-8")
    (folder / "altered.json").write_text(entry.replace("Customs", "Costums"), encoding="utf-8")
    words = ["peer", "add", str(folder / "altered.json"), "--yes"]

    said = pair.say(ASKER, [*words, "--agreement", str(folder / "agreement.toml")])

    assert said.code != ExitCode.OK
    assert "not signed" in said.err


def test_a_hit_is_followed_up_with_a_pack(asked: Pair) -> None:
    """The command writes the files, says where they go, and never replaces one."""
    alerts = asked.say(ASKER, ["--json", "alert", "list", "--direction", "outgoing"]).document
    alert = next(each for each in alerts["alerts"] if each["case_reference"] == "PA-1")
    out = asked.federation.folder / "pack"
    words = ["alert", "request", alert["id"][:8], "--out", str(out), "--format", "text"]
    words += ["--lang", "fr", "--part", "request", "--part", "umf", "--subject"]

    said = asked.say(ASKER, words)
    again = asked.say(ASKER, words)

    assert said.code == ExitCode.OK
    assert f"{alert['reference']} (theirs)" in " ".join(said.out.split())
    assert "7 days from receipt" in said.out
    written = {path.suffix: path for path in out.iterdir()}
    assert written.keys() == {".txt", ".xml"}
    assert "DEMANDE D’INFORMATIONS" in written[".txt"].read_text(encoding="utf-8")
    assert written[".txt"].stat().st_mode & 0o777 == 0o600
    assert again.code == ExitCode.FAILURE
    assert "is there already" in again.err


def test_a_case_is_reported_as_a_signed_file(asked: Pair) -> None:
    """The file and its signature lie where the officer wants them, and say how to check them."""
    path = asked.federation.folder / "file.json"

    said = asked.say(ASKER, ["case", "report", "PA-1", "--format", "json", "--out", str(path)])

    assert said.code == ExitCode.OK
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == "heliograph-case/1"
    assert len(path.with_name("file.json.sig").read_text(encoding="ascii").strip()) == 128
    assert "heliograph_verify.py file.json" in said.out


def test_statistics_are_printed_or_written(asked: Pair) -> None:
    """Text and JSON go to standard output; a file goes where it is wanted."""
    path = asked.federation.folder / "year.csv"

    text = asked.say(ASKER, ["stats", "report", "--lang", "es"])
    document = asked.say(ASKER, ["--json", "stats", "report"]).document
    written = asked.say(ASKER, ["stats", "report", "--format", "csv", "--out", str(path)])

    assert "Ninguna persona es identificable" in text.out
    assert document["schema"] == "heliograph.statistics.v1"
    assert written.code == ExitCode.OK
    assert path.read_bytes().startswith("\ufeff".encode())
