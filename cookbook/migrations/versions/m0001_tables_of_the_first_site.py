"""The tables of the first site."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


HEADS = ("head_id", "accepted_id")
FROZEN = {
    "revisions": (
        "contribution_id",
        "number",
        "parent_id",
        "merged_id",
        "author_name",
        "text",
        "digest",
        "created_at",
    ),
    "editions": ("volume_id", "number", "book", "credits", "bibliography", "manifest", "made_at"),
    "edition_files": ("edition_id", "path", "digest"),
    "reviews": ("contribution_id", "revision_id", "verdict", "note", "created_at"),
    "audit": ("at", "action", "subject", "detail"),
}
"""What no statement may change once it is written, whoever sends it."""
SEARCHED = ("title", "people", "ingredients", "body")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _add_heads() -> None:
    """Let contributions refer to revisions, which refer to them; SQLite has done so above."""
    if not _on_postgresql():
        return
    for column in HEADS:
        name = op.f(f"fk_contributions_{column}_revisions")
        op.create_foreign_key(name, "contributions", "revisions", [column], ["id"])


def _freeze_what_never_changes() -> None:
    for table, columns in FROZEN.items():
        listed = ", ".join(columns)
        if _on_postgresql():
            op.execute(
                f"CREATE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} never change'; END $$"
            )
            changed = " OR ".join(
                f"OLD.{column}::text IS DISTINCT FROM NEW.{column}::text" for column in columns
            )
            op.execute(
                f"CREATE TRIGGER keep_{table} BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({changed}) EXECUTE FUNCTION keep_{table}()"
            )
        else:
            changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
            op.execute(
                f"CREATE TRIGGER keep_{table} BEFORE UPDATE OF {listed} ON {table} "
                f"WHEN {changed} BEGIN SELECT RAISE(ABORT, '{table} never change'); END"
            )


def _index_the_search_texts() -> None:
    columns = ", ".join(SEARCHED)
    if _on_postgresql():
        weighted = " || ".join(
            f"setweight(to_tsvector('simple', {column}), '{weight}')"
            for column, weight in zip(SEARCHED, "ABCD", strict=True)
        )
        op.execute(
            f"ALTER TABLE search_texts ADD COLUMN search_index tsvector "
            f"GENERATED ALWAYS AS ({weighted}) STORED"
        )
        op.execute("CREATE INDEX search_index_words ON search_texts USING gin (search_index)")
        return
    op.execute(
        f"CREATE VIRTUAL TABLE search_index USING fts5({columns}, content='search_texts', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )
    new = ", ".join(f"NEW.{column}" for column in SEARCHED)
    old = ", ".join(f"OLD.{column}" for column in SEARCHED)
    add = f"INSERT INTO search_index(rowid, {columns}) VALUES (NEW.id, {new});"
    gone = f"VALUES ('delete', OLD.id, {old});"
    take = f"INSERT INTO search_index(search_index, rowid, {columns}) {gone}"
    for name, moment, statements in (
        ("add", "INSERT", add),
        ("take", "DELETE", take),
        ("renew", "UPDATE", take + add),
    ):
        op.execute(
            f"CREATE TRIGGER search_index_{name} AFTER {moment} ON search_texts "
            f"BEGIN {statements} END"
        )


def upgrade() -> None:
    """Make the tables of the first site."""
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_blobs_digest")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_blobs_size")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blobs")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("life", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_people_fs_uniquifier")),
    )
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=255), nullable=True),
        sa.Column("permissions", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("name", name=op.f("uq_roles_name")),
    )
    op.create_table(
        "volumes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("subtitle", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("credits", sa.Text(), nullable=False),
        sa.Column("bibliography", sa.Text(), nullable=False),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug <> ''", name=op.f("ck_volumes_slug")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volumes")),
        sa.UniqueConstraint("slug", name=op.f("uq_volumes_slug")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_audit_person_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_at", ["at"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_calls_closes_after_it_opens")),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_calls_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calls_volume_id"), ["volume_id"], unique=False)

    op.create_table(
        "contributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "recipe",
                "chapter",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "in review",
                "changes requested",
                "accepted",
                "declined",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("byline", sa.Text(), nullable=False),
        sa.Column("head_id", sa.Integer(), nullable=True),
        sa.Column("accepted_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'accepted' OR accepted_id IS NOT NULL",
            name=op.f("ck_contributions_accepted_has_a_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["accepted_id"],
            ["revisions.id"],
            name=op.f("fk_contributions_accepted_id_revisions"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["people.id"],
            name=op.f("fk_contributions_author_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["head_id"],
            ["revisions.id"],
            name=op.f("fk_contributions_head_id_revisions"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_contributions_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributions")),
        sa.UniqueConstraint("volume_id", "path", name=op.f("uq_contributions_volume_id_path")),
    )
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contributions_author_id"), ["author_id"], unique=False)
        batch_op.create_index(
            "ix_contributions_volume_id_state", ["volume_id", "state"], unique=False
        )
        batch_op.create_index(
            "ix_contributions_waiting",
            ["volume_id", "submitted_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('submitted', 'in review')"),
            postgresql_where=sa.text("state IN ('submitted', 'in review')"),
        )

    op.create_table(
        "credits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_credits_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credits")),
    )
    with op.batch_alter_table("credits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credits_volume_id"), ["volume_id"], unique=False)

    op.create_table(
        "editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pressing",
                "released",
                "failed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("credits", sa.Text(), nullable=False),
        sa.Column("bibliography", sa.Text(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'released') = (released_at IS NOT NULL)",
            name=op.f("ck_editions_released_has_a_date"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_editions_number")),
        sa.ForeignKeyConstraint(
            ["made_by_id"],
            ["people.id"],
            name=op.f("fk_editions_made_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_editions_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("volume_id", "number", name=op.f("uq_editions_volume_id_number")),
    )
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column(
            "matter",
            sa.Enum(
                "front",
                "body",
                "back",
                name="matter",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("image", sa.String(length=300), nullable=False),
        sa.Column("image_alt", sa.Text(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_parts_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
        sa.UniqueConstraint("id", "volume_id", name=op.f("uq_parts_id_volume_id")),
    )
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_parts_one_front_one_back",
            ["volume_id", "matter"],
            unique=True,
            sqlite_where=sa.text("matter <> 'body'"),
            postgresql_where=sa.text("matter <> 'body'"),
        )
        batch_op.create_index("ix_parts_volume_id", ["volume_id"], unique=False)

    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_person_roles_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["role_id"],
            ["roles.id"],
            name=op.f("fk_person_roles_role_id_roles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "role_id", name=op.f("pk_person_roles")),
    )
    op.create_table(
        "volume_roles",
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "editor",
                "contributor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_volume_roles_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_volume_roles_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("volume_id", "person_id", "role", name=op.f("pk_volume_roles")),
    )
    with op.batch_alter_table("volume_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volume_roles_person_id"), ["person_id"], unique=False)

    op.create_table(
        "builds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "preview",
                "edition",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "succeeded",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("stage", sa.String(length=120), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("log", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("problem_place", sa.String(length=300), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'edition') = (edition_id IS NOT NULL)",
            name=op.f("ck_builds_an_edition_has_its_row"),
        ),
        sa.CheckConstraint(
            "(state IN ('queued', 'running')) = (ended_at IS NULL)",
            name=op.f("ck_builds_what_ended_has_a_time"),
        ),
        sa.CheckConstraint(
            "state <> 'running' OR lease_until IS NOT NULL",
            name=op.f("ck_builds_what_runs_has_a_lease"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["people.id"],
            name=op.f("fk_builds_asked_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_builds_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_builds_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_builds")),
    )
    with op.batch_alter_table("builds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_builds_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(
            "ix_builds_one_preview_at_a_time",
            ["volume_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running') AND purpose = 'preview'"),
            postgresql_where=sa.text("state IN ('queued', 'running') AND purpose = 'preview'"),
        )
        batch_op.create_index(
            "ix_builds_one_run_of_an_edition",
            ["edition_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.create_index(batch_op.f("ix_builds_volume_id"), ["volume_id"], unique=False)

    op.create_table(
        "edition_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["blobs.digest"], name=op.f("fk_edition_files_digest_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_edition_files_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_files")),
        sa.UniqueConstraint("edition_id", "path", name=op.f("uq_edition_files_edition_id_path")),
    )
    with op.batch_alter_table("edition_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_edition_files_digest"), ["digest"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("merged_id", sa.Integer(), nullable=True),
        sa.Column(
            "standing",
            sa.Enum(
                "in line",
                "divergent",
                "settled",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_revisions_number")),
        sa.CheckConstraint(
            "parent_id < id AND merged_id < id", name=op.f("ck_revisions_parents_are_older")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["people.id"],
            name=op.f("fk_revisions_author_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_revisions_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["revisions.id"], name=op.f("fk_revisions_merged_id_revisions")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["revisions.id"], name=op.f("fk_revisions_parent_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint(
            "contribution_id", "number", name=op.f("uq_revisions_contribution_id_number")
        ),
    )
    op.create_table(
        "volume_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["people.id"],
            name=op.f("fk_volume_files_added_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_volume_files_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["blobs.digest"], name=op.f("fk_volume_files_digest_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_volume_files_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_files")),
        sa.UniqueConstraint("volume_id", "path", name=op.f("uq_volume_files_volume_id_path")),
    )
    with op.batch_alter_table("volume_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_volume_files_contribution_id"), ["contribution_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_volume_files_digest"), ["digest"], unique=False)

    op.create_table(
        "build_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("build_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["build_id"],
            ["builds.id"],
            name=op.f("fk_build_files_build_id_builds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["blobs.digest"], name=op.f("fk_build_files_digest_blobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_build_files")),
        sa.UniqueConstraint("build_id", "path", name=op.f("uq_build_files_build_id_path")),
    )
    with op.batch_alter_table("build_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_build_files_digest"), ["digest"], unique=False)

    op.create_table(
        "edition_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("byline", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("page", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_edition_entries_contribution_id_contributions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_edition_entries_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name=op.f("fk_edition_entries_revision_id_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_entries")),
        sa.UniqueConstraint("edition_id", "path", name=op.f("uq_edition_entries_edition_id_path")),
    )
    with op.batch_alter_table("edition_entries", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_edition_entries_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("pinned_revision_id", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_entries_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_entries_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["entries.id"],
            name=op.f("fk_entries_parent_id_entries"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["parts.id"], name=op.f("fk_entries_part_id_parts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["pinned_revision_id"],
            ["revisions.id"],
            name=op.f("fk_entries_pinned_revision_id_revisions"),
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_entries_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_entries_contribution_id")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entries_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entries_part_id"), ["part_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entries_volume_id"), ["volume_id"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("editor_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "accept",
                "ask for changes",
                "decline",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "verdict = 'accept' OR note <> ''", name=op.f("ck_reviews_a_no_has_a_note")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_reviews_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["editor_id"],
            ["people.id"],
            name=op.f("fk_reviews_editor_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_reviews_revision_id_revisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reviews_contribution_id"), ["contribution_id"], unique=False
        )

    op.create_table(
        "search_texts",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("ingredients", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["edition_entries.id"],
            name=op.f("fk_search_texts_id_edition_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_texts")),
    )
    _add_heads()
    _freeze_what_never_changes()
    _index_the_search_texts()


def downgrade() -> None:
    """Take all of it away."""
    if _on_postgresql():
        for column in HEADS:
            op.drop_constraint(op.f(f"fk_contributions_{column}_revisions"), "contributions")
    else:
        op.execute("DROP TABLE search_index")
    op.drop_table("search_texts")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_contribution_id"))

    op.drop_table("reviews")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entries_volume_id"))
        batch_op.drop_index(batch_op.f("ix_entries_part_id"))
        batch_op.drop_index(batch_op.f("ix_entries_parent_id"))

    op.drop_table("entries")
    with op.batch_alter_table("edition_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_entries_contribution_id"))

    op.drop_table("edition_entries")
    with op.batch_alter_table("build_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_build_files_digest"))

    op.drop_table("build_files")
    with op.batch_alter_table("volume_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_volume_files_digest"))
        batch_op.drop_index(batch_op.f("ix_volume_files_contribution_id"))

    op.drop_table("volume_files")
    op.drop_table("revisions")
    with op.batch_alter_table("edition_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_edition_files_digest"))

    op.drop_table("edition_files")
    with op.batch_alter_table("builds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_builds_volume_id"))
        batch_op.drop_index(
            "ix_builds_one_run_of_an_edition",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.drop_index(
            "ix_builds_one_preview_at_a_time",
            sqlite_where=sa.text("state IN ('queued', 'running') AND purpose = 'preview'"),
            postgresql_where=sa.text("state IN ('queued', 'running') AND purpose = 'preview'"),
        )
        batch_op.drop_index(batch_op.f("ix_builds_edition_id"))

    op.drop_table("builds")
    with op.batch_alter_table("volume_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_volume_roles_person_id"))

    op.drop_table("volume_roles")
    op.drop_table("person_roles")
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.drop_index("ix_parts_volume_id")
        batch_op.drop_index(
            "ix_parts_one_front_one_back",
            sqlite_where=sa.text("matter <> 'body'"),
            postgresql_where=sa.text("matter <> 'body'"),
        )

    op.drop_table("parts")
    op.drop_table("editions")
    with op.batch_alter_table("credits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credits_volume_id"))

    op.drop_table("credits")
    with op.batch_alter_table("contributions", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contributions_waiting",
            sqlite_where=sa.text("state IN ('submitted', 'in review')"),
            postgresql_where=sa.text("state IN ('submitted', 'in review')"),
        )
        batch_op.drop_index("ix_contributions_volume_id_state")
        batch_op.drop_index(batch_op.f("ix_contributions_author_id"))

    op.drop_table("contributions")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calls_volume_id"))

    op.drop_table("calls")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_at")

    op.drop_table("audit")
    op.drop_table("volumes")
    op.drop_table("roles")
    op.drop_table("people")
    op.drop_table("blobs")
    if _on_postgresql():
        for table in FROZEN:
            op.execute(f"DROP FUNCTION keep_{table}()")
