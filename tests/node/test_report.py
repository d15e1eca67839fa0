"""The prosecutor's file of a case: what it tells, and that strangers can check it."""

import csv
import hashlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from openpyxl import load_workbook

from matching.subject import EntityType
from node.casework import NewSubject
from node.domain.alert import Direction
from node.domain.errors import NotFoundError
from node.domain.journal import Event
from node.domain.paper import ReportFormat
from node.domain.request import PackPart, Particulars
from node.draft import PackOrder
from node.keys.identity import Label, verify
from node.paper.model import Format
from node.report import Reporter, ReportOrder, SignedFile
from node.words import Language
from tests.factories import STRANGER, TARGET, a_justification, asked
from tests.node.conftest import Trio
from tests.node.federation import OFFICER

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROGRAM = Path(__file__).parents[2] / "deploy" / "verify" / "heliograph_verify.py"
CASE = "=CASE/2026-77"
"""A reference that a spreadsheet would take for a formula, and no file may be named."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def reporter(trio: Trio) -> Reporter:
    """Run a case with a hit and a stranger, and follow the hit up."""
    application = trio.asker.application
    application.casework.open(
        a_justification(case_reference=CASE), title="Bananas", officer=OFFICER
    )
    subjects = [
        NewSubject("S01", "courier", EntityType.PERSON, asked(TARGET)),
        NewSubject("S02", "master", EntityType.PERSON, asked(STRANGER)),
    ]
    application.casework.add(CASE, subjects, officer=OFFICER)
    async for _ in application.investigator.run(CASE, peers=(trio.owner.id,), officer=OFFICER):
        pass
    [alert] = trio.asker.alerts(Direction.OUTGOING, case=CASE)
    order = PackOrder(alert.id, (PackPart.UMF,), Format.TEXT, Language.EN, Particulars())
    application.writing.drafter.draft(order, officer=OFFICER)
    return application.writing.reporter


def an_order(wished: ReportFormat, **changes: Any) -> ReportOrder:  # noqa: ANN401 - any field
    """Order the file of the case."""
    return ReportOrder(CASE, wished, changes.pop("language", Language.EN), **changes)


def checked(signed: SignedFile, folder: Path, *words: str) -> tuple[int, str]:
    """Check a file as its reader does: with the one program, and nothing of the checkout."""
    path = folder / signed.name
    path.write_bytes(signed.content)
    path.with_name(f"{path.name}.sig").write_text(signed.signature.hex(), encoding="ascii")
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", PROGRAM, path, *words], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


async def test_the_file_is_signed_and_journalled(trio: Trio, reporter: Reporter) -> None:
    """The journal has its hash before it leaves, and the node's identity signs its bytes."""
    signed = reporter.report(an_order(ReportFormat.JSON), officer=OFFICER)

    entry = trio.asker.entries(Event.READ)[-1]
    assert (entry.officer, entry.case_reference) == (OFFICER, CASE)
    assert entry.detail["digest"] == signed.digest == hashlib.sha256(signed.content).hexdigest()
    key = trio.asker.node.entry.identity_key
    verify(key, Label.REPORT, signed.content, signature=signed.signature)


async def test_a_reference_is_no_path(reporter: Reporter) -> None:
    """What people call a case may hold anything; the name of the file may not."""
    signed = reporter.report(an_order(ReportFormat.JSON), officer=OFFICER)

    assert signed.name == "case--CASE-2026-77-en.json"


async def test_the_evidence_is_verified_offline(
    trio: Trio, reporter: Reporter, tmp_path: Path
) -> None:
    """One program, without the node, proves every entry and every hit."""
    signed = reporter.report(an_order(ReportFormat.JSON), officer=OFFICER)

    code, said = checked(signed, tmp_path, "--key", trio.asker.node.entry.identity_key.hex())

    assert code == 0, said
    assert "hits          1: 1 told by an answer" in said
    assert said.endswith("Everything fits.\n")


async def test_the_pdf_carries_its_evidence(reporter: Reporter, tmp_path: Path) -> None:
    """The attached evidence is found in the PDF and verified from there."""
    signed = reporter.report(an_order(ReportFormat.PDF, language=Language.FR), officer=OFFICER)

    code, said = checked(signed, tmp_path)

    assert code == 0, said
    assert signed.content.startswith(b"%PDF-1.7")
    assert "1 told by an answer" in said


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("content", "entry"),
        ("proof", "entry"),
        ("checkpoint", "is not signed by it"),
        ("hit", "is none in the journal"),
        ("cosignature", "cosign"),
    ],
)
async def test_a_changed_evidence_is_found_out(
    trio: Trio, reporter: Reporter, tmp_path: Path, what: str, sentence: str
) -> None:
    """Even where the node itself signs what it has changed, it contradicts the journal."""
    signed = reporter.report(an_order(ReportFormat.JSON), officer=OFFICER)
    evidence = json.loads(signed.content)
    if what == "content":
        content = evidence["entries"][0]["content"]
        evidence["entries"][0]["content"] = content.replace(OFFICER, "officer-0")
    elif what == "proof":
        evidence["entries"][0]["proof"][0] = "00" * 32
    elif what == "checkpoint":
        evidence["checkpoint"] = evidence["checkpoint"].replace("\n", "\n1", 1)
    elif what == "hit":
        # The two subjects were asked about in one query, in an order of chance.
        evidence["report"]["hits"][0]["subject_number"] ^= 1
    else:
        evidence["cosignatures"][0]["root"] = "00" * 32
    content = json.dumps(evidence).encode()
    identity = trio.asker.node.ground.keyring.identity
    forged = SignedFile(signed.name, content, identity.sign(Label.REPORT, content), "")

    code, said = checked(forged, tmp_path)

    assert code == 3
    assert sentence in said


async def test_a_changed_file_is_found_out(reporter: Reporter, tmp_path: Path) -> None:
    """One byte of the PDF suffices."""
    signed = reporter.report(an_order(ReportFormat.PDF), officer=OFFICER)
    content = signed.content.replace(b"%%EOF", b"%%EOf")
    forged = SignedFile(signed.name, content, signed.signature, signed.digest)

    code, said = checked(forged, tmp_path)

    assert code == 3
    assert "not signed by the node" in said


async def test_names_are_told_by_choice_alone(reporter: Reporter) -> None:
    """The file holds no subject in clear text unless the officer asked for it."""
    silent = reporter.report(an_order(ReportFormat.JSON), officer=OFFICER)
    told = reporter.report(an_order(ReportFormat.JSON, with_subjects=True), officer=OFFICER)

    assert TARGET["name"][0] not in silent.content.decode()
    assert TARGET["name"][0] in told.content.decode()
    assert TARGET["name"][0] not in repr(told)


async def test_officers_are_named_by_choice_alone(reporter: Reporter) -> None:
    """Decisions name roles, unless the prosecutor needs the ids."""
    reports = [
        json.loads(reporter.report(an_order(ReportFormat.JSON, **chosen), officer=OFFICER).content)
        for chosen in ({}, {"with_officers": True})
    ]

    by = [{each["by"] for each in whole["report"]["decisions"]} for whole in reports]
    assert by == [{""}, {OFFICER}]


async def test_a_spreadsheet_runs_nothing(trio: Trio, reporter: Reporter) -> None:
    """A cell that begins like a formula is text in CSV and XLSX."""
    [alert] = trio.asker.alerts(Direction.OUTGOING, case=CASE)

    text = reporter.report(an_order(ReportFormat.CSV), officer=OFFICER).content
    book = reporter.report(an_order(ReportFormat.XLSX), officer=OFFICER).content

    rows = list(csv.reader(StringIO(text.decode("utf-8-sig"))))
    assert any(row[:1] == [f"'{CASE}"] and alert.reference in row for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    page = load_workbook(BytesIO(book)).worksheets[0]
    assert page["A2"].value == f"'{CASE}"
    assert page["A2"].data_type == "s"


@pytest.mark.parametrize("language", Language)
async def test_docx_tells_the_hit_in_every_language(
    trio: Trio, reporter: Reporter, language: Language
) -> None:
    """Reference and checkpoint are there whatever language frames them."""
    [alert] = trio.asker.alerts(Direction.OUTGOING, case=CASE)

    content = reporter.report(an_order(ReportFormat.DOCX, language=language), officer=OFFICER)

    said = document_xml(content.content)
    assert alert.reference in said
    assert "heliograph/journal" in said


def document_xml(content: bytes) -> str:
    """Return the text part of a DOCX."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


async def test_a_case_is_reported_to_its_team_alone(reporter: Reporter) -> None:
    """Another officer is told what one is told who asks for a case that is none."""
    with pytest.raises(NotFoundError, match="no such case"):
        reporter.report(an_order(ReportFormat.JSON), officer="officer-99")


async def test_an_unknown_case_is_not_found(reporter: Reporter) -> None:
    """The error says where to look."""
    order = ReportOrder("NO-SUCH", ReportFormat.JSON, Language.EN)

    with pytest.raises(NotFoundError, match="no such case"):
        reporter.report(order, officer=OFFICER)
