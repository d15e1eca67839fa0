"""The tables of cases. Each column is immutable once its row is written unless it says `mutable`.

What names anybody or says where something was found is sealed before it comes here.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from node.store.column import CODE, ID, LINE, UtcTime, column, metadata

case_file = Table(
    "case_file",
    metadata,
    column("reference", LINE, "the agency's own reference", primary_key=True),
    column("legal_basis", LINE, "justification"),
    column("purpose", CODE, "justification"),
    column("offence", LINE, "justification"),
    column("category", CODE, "justification"),
    column("aim", CODE, "justification"),
    column("urgency", CODE, "justification"),
    column("urgency_reason", LINE, "justification"),
    column("officer", LINE, "who opened it, pseudonymous"),
    column("created_at", UtcTime, "when it was opened"),
    column("sealed_title", LargeBinary, "title under the ledger key, or empty"),
    column("handling", CODE, "mutable: what others may do with what they hear of it"),
    column("deadline", UtcTime, "mutable: when answers are needed", nullable=True),
    column("sealed_facts", LargeBinary, "mutable: facts of the seizure, sealed, or empty"),
    column("closed_at", UtcTime, "mutable once: when it was closed", nullable=True),
    column("closed_by", LINE, "mutable once: who closed it, or empty"),
    column("closing", CODE, "mutable once: why it was closed, or empty"),
)

case_officer = Table(
    "case_officer",
    metadata,
    Column("case_reference", ForeignKey("case_file.reference"), primary_key=True),
    column("officer", LINE, "who works on it, pseudonymous", primary_key=True),
    column("role", CODE, "mutable: lead or member"),
)

case_subject = Table(
    "case_subject",
    metadata,
    Column("case_reference", ForeignKey("case_file.reference"), primary_key=True),
    column("id", ID, "number within the case", primary_key=True),
    column("position", Integer, "order of adding, from 0"),
    column("role", LINE, "what the subject is to the seizure"),
    column("entity_type", CODE, "person, vessel, company, identifier"),
    column("category", CODE, "suspect, witness, ..."),
    column("sealed", LargeBinary, "clear record under the ledger key, never opened here"),
)

case_link = Table(
    "case_link",
    metadata,
    Column("case_reference", ForeignKey("case_file.reference"), primary_key=True),
    column("source", ID, "subject within the case", primary_key=True),
    column("relation", CODE, "what the first is to the second", primary_key=True),
    column("target", ID, "subject within the case", primary_key=True),
)

case_run = Table(
    "case_run",
    metadata,
    column("id", ID, "UUID", primary_key=True),
    Column("case_reference", ForeignKey("case_file.reference"), nullable=False),
    column("officer", LINE, "who asked, pseudonymous"),
    column("started_at", UtcTime, "when it began"),
    column("finished_at", UtcTime, "mutable: when no cell was pending", nullable=True),
    column("until", UtcTime, "mutable: how long peers that are down are asked", nullable=True),
    Index(None, "case_reference", "started_at"),
)

case_cell = Table(
    "case_cell",
    metadata,
    Column("run_id", ForeignKey("case_run.id"), primary_key=True),
    column("subject", ID, "subject within the case", primary_key=True),
    column("peer", ID, "who was asked", primary_key=True),
    column("state", CODE, "mutable once: pending, then what came of it"),
    column("query_id", ID, "mutable once: the query that asked"),
    column("refusal", CODE, "mutable once: coded reason"),
    column("band", CODE, "mutable once: quality of a hit"),
    column("contact_point", CODE, "mutable once: desk to call"),
    column("reference", LINE, "mutable once: number by which that desk finds the file"),
    column("handling", CODE, "mutable once: handling code"),
    column("fresh_at", UtcTime, "mutable once: when that register was loaded", nullable=True),
    column("model", CODE, "mutable once: model and profile version"),
    column("error_code", CODE, "mutable once: stable code of a failure"),
    column("error", Text, "mutable once: sentence about a failure"),
    column("attempts", Integer, "mutable until settled: how often the peer was down"),
    column("retry_at", UtcTime, "mutable until settled: when it is asked again", nullable=True),
)
