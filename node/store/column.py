"""What the columns of the ledger are made of."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, Dialect, Integer, MetaData, String, TypeDecorator

from node.domain.journal import timestamp


class UtcTime(TypeDecorator[datetime]):
    """An aware time as text: both databases keep it exactly, and it sorts and reads well."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- given by the library
        """Write RFC 3339 in UTC with microseconds."""
        return None if value is None else timestamp(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- given by the library
        """Read it as an aware time."""
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives the fast row number only to the type it calls INTEGER.
POSITION = BigInteger().with_variant(Integer(), "sqlite")
ID = String(64)
CODE = String(64)
LINE = String(200)


def column(name: str, kind: object, comment: str, **options: object) -> Column[object]:  # noqa: PLR0917 -- a table reads as name, type, meaning
    """Return a column that has a value in every row unless the options say otherwise."""
    options.setdefault("nullable", False)
    return Column(name, kind, comment=comment, **options)  # type: ignore[arg-type] # as Column takes them
