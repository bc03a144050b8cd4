"""What all tables share: names of constraints, times in UTC, enums that the database guards."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, types
from sqlalchemy.orm import DeclarativeBase, registry

# Constraints must have names that migrations on every database can find again.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
DIGEST_LENGTH = 64
"""SHA-256 as lower-case hexadecimal digits."""
NAME_MAX_LENGTH = 120
TITLE_MAX_LENGTH = 300
PATH_MAX_LENGTH = 300
SLUG_MAX_LENGTH = 64

Member = TypeVar("Member", bound=StrEnum)


class UtcTime(types.TypeDecorator[dt.datetime]):
    """A point in time with its zone; SQLite keeps none, so all are kept in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 -- SQLAlchemy's signature
    ) -> dt.datetime | None:
        """Give the time in UTC; raises ValueError for one without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self,
        value: dt.datetime | None,
        dialect: Dialect,  # noqa: ARG002 -- SQLAlchemy's signature
    ) -> dt.datetime | None:
        """Give the zone back to a time that was kept without."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """The ground of all tables."""

    # Kept in the registry, so that Flask-SQLAlchemy can make its own class of this one.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={dt.datetime: UtcTime, dict[str, Any]: JSON, list[Any]: JSON},
    )


def words_of(kind: type[Member], name: str) -> Enum:
    """Give the column type of an enumeration: its values as text, with a check."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def digest_type() -> String:
    """Give the column type of a blob's digest."""
    return String(DIGEST_LENGTH)


def now() -> dt.datetime:
    """Give the present time in UTC."""
    return dt.datetime.now(dt.UTC)
