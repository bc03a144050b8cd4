"""People with an account, and what they may do on the whole site."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cookbook.models.base import NAME_MAX_LENGTH, Base, now

EMAIL_MAX_LENGTH = 254
LIFE_MAX_LENGTH = 1000


class SiteRole(StrEnum):
    """What a person may do on the whole site; roles in a volume stand in VolumeRole."""

    ADMINISTRATOR = "administrator"


person_roles = Table(
    "person_roles",
    Base.metadata,
    Column("person_id", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A role on the whole site, by name."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))
    permissions: Mapped[str | None] = mapped_column(Text)  # type: ignore[assignment]  # RoleMixin says list


class Person(Base, UserMixin):
    """Somebody with an account. `life` is the short life that a book's list of contributors has."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_MAX_LENGTH), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="")
    town: Mapped[str] = mapped_column(String(NAME_MAX_LENGTH), default="")
    life: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # UserMixin says RoleMixin
        secondary=person_roles, lazy="selectin"
    )

    @property
    def runs_the_site(self) -> bool:
        """Tell whether this person may do everything."""
        return any(role.name == SiteRole.ADMINISTRATOR for role in self.roles)
