"""The ledger's tables of accounts, beside those of `schema`; the same rules hold."""

from sqlalchemy import (
    Boolean,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from node.store.column import CODE, ID, LINE, POSITION, UtcTime, column, metadata

account = Table(
    "account",
    metadata,
    column("id", ID, "pseudonymous id, as the journal names officers", primary_key=True),
    column("role", CODE, "mutable: what the person is to the node"),
    column("state", CODE, "mutable: invited, active, disabled"),
    column("created_at", UtcTime, "when it was made"),
    column("invited_by", LINE, "officer who invited"),
    column("language", CODE, "mutable: BCP 47 tag, or empty"),
    column("has_shortcuts", Boolean, "mutable: whether single letters do something"),
    column("wished_role", CODE, "mutable: role that waits for a second person, or empty"),
    column("wished_by", LINE, "mutable: who wishes it"),
    column("failures", Integer, "mutable: failed sign-ins in a row"),
    column("locked_until", UtcTime, "mutable: end of the wait after them", nullable=True),
    column("signed_in_at", UtcTime, "mutable: last sign-in", nullable=True),
    column("password", Text, "mutable: Argon2id of the password, or empty"),
    column("sealed_secret", LargeBinary, "mutable: secret of the codes under the ledger key"),
    column("last_step", POSITION, "mutable, only forward: step of the newest code used"),
)

invitation = Table(
    "account_invitation",
    metadata,
    column("token_hash", LargeBinary(32), "SHA-256 of the link's token", primary_key=True),
    column("account", ID, "whose account it opens"),
    column("expires_at", UtcTime, "when the link stops working"),
    Index(None, "account"),
)

session = Table(
    "account_session",
    metadata,
    column("token_hash", LargeBinary(32), "SHA-256 of the browser's token", primary_key=True),
    column("account", ForeignKey("account.id"), "who is signed in"),
    column("form_token", CODE, "stands in every form of the session"),
    column("created_at", UtcTime, "when it began"),
    column("seen_at", UtcTime, "mutable: last request, to the minute"),
    column("verified_at", UtcTime, "mutable: when the person last proved who they are"),
    Index(None, "account"),
)

passkey = Table(
    "account_passkey",
    metadata,
    column("credential_id", LargeBinary, "as the device names it", primary_key=True),
    column("account", ForeignKey("account.id"), "whose device"),
    column("public_key", LargeBinary, "COSE key of the device"),
    column("sign_count", POSITION, "mutable, only up: uses that the device counted"),
    column("name", LINE, "what the person calls the device"),
    column("created_at", UtcTime, "when it was registered"),
    Index(None, "account"),
)

link = Table(
    "account_link",
    metadata,
    column("subject_hash", LargeBinary(32), "SHA-256 of issuer and person", primary_key=True),
    column("issuer", LINE, "identity provider, by its name for itself"),
    column("account", ForeignKey("account.id"), "whose account"),
    column("linked_at", UtcTime, "since when"),
    UniqueConstraint("account", "issuer"),
)

saved_view = Table(
    "account_view",
    metadata,
    column("account", ForeignKey("account.id"), "whose view", primary_key=True),
    column("name", LINE, "what the person calls it", primary_key=True),
    column("query", Text, "mutable: the filter as it stands in the address; codes only"),
)
