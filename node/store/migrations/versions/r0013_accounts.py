"""Accounts of the console: people, their invitations, sessions, devices and kept filters.

Revision ID: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# A revision never changes, so it says for itself what the schema may say otherwise one day.
_TIME = sa.String(27)
_CODE = sa.String(64)
_POSITION = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; the accounts first, because the others refer to them."""
    _make_accounts()
    _make_invitations()
    _make_passkeys()
    _make_sessions()
    _make_views()


def _make_accounts() -> None:
    op.create_table(
        "account",
        sa.Column(
            "id", _CODE, nullable=False, comment="pseudonymous id, as the journal names officers"
        ),
        sa.Column("role", _CODE, nullable=False, comment="mutable: what the person is to the node"),
        sa.Column("state", _CODE, nullable=False, comment="mutable: invited, active, disabled"),
        sa.Column("created_at", _TIME, nullable=False, comment="when it was made"),
        sa.Column(
            "invited_by", sa.String(length=200), nullable=False, comment="officer who invited"
        ),
        sa.Column("language", _CODE, nullable=False, comment="mutable: BCP 47 tag, or empty"),
        sa.Column(
            "has_shortcuts",
            sa.Boolean(),
            nullable=False,
            comment="mutable: whether single letters do something",
        ),
        sa.Column(
            "wished_role",
            _CODE,
            nullable=False,
            comment="mutable: role that waits for a second person, or empty",
        ),
        sa.Column(
            "wished_by", sa.String(length=200), nullable=False, comment="mutable: who wishes it"
        ),
        *_sign_in_columns(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )


def _sign_in_columns() -> list[sa.Column[object]]:
    return [
        sa.Column(
            "failures", sa.Integer(), nullable=False, comment="mutable: failed sign-ins in a row"
        ),
        sa.Column(
            "locked_until", _TIME, nullable=True, comment="mutable: end of the wait after them"
        ),
        sa.Column("signed_in_at", _TIME, nullable=True, comment="mutable: last sign-in"),
        sa.Column(
            "password",
            sa.Text(),
            nullable=False,
            comment="mutable: Argon2id of the password, or empty",
        ),
        sa.Column(
            "sealed_secret",
            sa.LargeBinary(),
            nullable=False,
            comment="mutable: secret of the codes under the ledger key",
        ),
        sa.Column(
            "last_step",
            _POSITION,
            nullable=False,
            comment="mutable, only forward: step of the newest code used",
        ),
    ]


def _make_invitations() -> None:
    op.create_table(
        "account_invitation",
        sa.Column(
            "token_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the link's token",
        ),
        sa.Column("account", _CODE, nullable=False, comment="whose account it opens"),
        sa.Column("expires_at", _TIME, nullable=False, comment="when the link stops working"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_invitation")),
    )
    op.create_index(
        op.f("ix_account_invitation_account"), "account_invitation", ["account"], unique=False
    )


def _make_passkeys() -> None:
    op.create_table(
        "account_passkey",
        sa.Column(
            "credential_id", sa.LargeBinary(), nullable=False, comment="as the device names it"
        ),
        sa.Column("account", _CODE, nullable=False, comment="whose device"),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="COSE key of the device"),
        sa.Column(
            "sign_count",
            _POSITION,
            nullable=False,
            comment="mutable, only up: uses that the device counted",
        ),
        sa.Column(
            "name",
            sa.String(length=200),
            nullable=False,
            comment="what the person calls the device",
        ),
        sa.Column("created_at", _TIME, nullable=False, comment="when it was registered"),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_account_passkey_account")
        ),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_account_passkey")),
    )
    op.create_index(
        op.f("ix_account_passkey_account"), "account_passkey", ["account"], unique=False
    )


def _make_sessions() -> None:
    op.create_table(
        "account_session",
        sa.Column(
            "token_hash",
            sa.LargeBinary(length=32),
            nullable=False,
            comment="SHA-256 of the browser's token",
        ),
        sa.Column("account", _CODE, nullable=False, comment="who is signed in"),
        sa.Column(
            "form_token", _CODE, nullable=False, comment="stands in every form of the session"
        ),
        sa.Column("created_at", _TIME, nullable=False, comment="when it began"),
        sa.Column("seen_at", _TIME, nullable=False, comment="mutable: last request, to the minute"),
        sa.Column(
            "verified_at",
            _TIME,
            nullable=False,
            comment="mutable: when the person last proved who they are",
        ),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_account_session_account")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_session")),
    )
    op.create_index(
        op.f("ix_account_session_account"), "account_session", ["account"], unique=False
    )


def _make_views() -> None:
    op.create_table(
        "account_view",
        sa.Column("account", _CODE, nullable=False, comment="whose view"),
        sa.Column(
            "name", sa.String(length=200), nullable=False, comment="what the person calls it"
        ),
        sa.Column(
            "query",
            sa.Text(),
            nullable=False,
            comment="mutable: the filter as it stands in the address; codes only",
        ),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_account_view_account")),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("pk_account_view")),
    )
