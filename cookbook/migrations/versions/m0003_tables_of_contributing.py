"""Give contributing its tables: originals, drafts, guests, suggestions, threads, remixes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and columns."""
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("licence", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_consents_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_consents_person_id_people"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(
        op.f("ix_consents_contribution_id"), "consents", ["contribution_id"], unique=False
    )
    op.create_table(
        "guest_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["claimed_by_id"],
            ["people.id"],
            name=op.f("fk_guest_links_claimed_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_guest_links_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_links")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_guest_links_contribution_id")),
        sa.UniqueConstraint("digest", name=op.f("uq_guest_links_digest")),
        sa.UniqueConstraint("seed", name=op.f("uq_guest_links_seed")),
    )
    op.create_index(op.f("ix_guest_links_email"), "guest_links", ["email"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
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
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_id"],
            ["revisions.id"],
            name=op.f("fk_drafts_base_id_revisions"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_drafts_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["people.id"],
            name=op.f("fk_drafts_person_id_people"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["volume_id"],
            ["volumes.id"],
            name=op.f("fk_drafts_volume_id_volumes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_contribution_id"), "drafts", ["contribution_id"], unique=False)
    op.create_index(
        "ix_drafts_of_a_new_text",
        "drafts",
        ["person_id", "volume_id", "kind"],
        unique=True,
        sqlite_where=sa.text("contribution_id IS NULL"),
        postgresql_where=sa.text("contribution_id IS NULL"),
    )
    op.create_index(
        "ix_drafts_of_a_text",
        "drafts",
        ["person_id", "contribution_id"],
        unique=True,
        sqlite_where=sa.text("contribution_id IS NOT NULL"),
        postgresql_where=sa.text("contribution_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_drafts_volume_id"), "drafts", ["volume_id"], unique=False)
    op.create_table(
        "originals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "pasted",
                "web page",
                "file",
                name="way",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["digest"], ["blobs.digest"], name=op.f("fk_originals_digest_blobs")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_originals_revision_id_revisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_originals")),
        sa.UniqueConstraint("revision_id", name=op.f("uq_originals_revision_id")),
    )
    op.create_index(op.f("ix_originals_digest"), "originals", ["digest"], unique=False)
    op.create_table(
        "remixes",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "copy",
                "variation",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_remixes_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["revisions.id"],
            name=op.f("fk_remixes_original_id_revisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_remixes")),
    )
    op.create_index(op.f("ix_remixes_original_id"), "remixes", ["original_id"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "taken",
                "taken in part",
                "declined",
                "withdrawn",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'declined', 'withdrawn') OR result_id IS NOT NULL",
            name=op.f("ck_suggestions_what_was_taken_is_in_a_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["people.id"],
            name=op.f("fk_suggestions_author_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["base_id"],
            ["revisions.id"],
            name=op.f("fk_suggestions_base_id_revisions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_suggestions_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["people.id"],
            name=op.f("fk_suggestions_decided_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["result_id"],
            ["revisions.id"],
            name=op.f("fk_suggestions_result_id_revisions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestions")),
    )
    op.create_index(
        "ix_suggestions_contribution_id_state",
        "suggestions",
        ["contribution_id", "state"],
        unique=False,
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["contributions.id"],
            name=op.f("fk_threads_contribution_id_contributions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"],
            ["people.id"],
            name=op.f("fk_threads_resolved_by_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revisions.id"],
            name=op.f("fk_threads_revision_id_revisions"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_threads")),
    )
    op.create_index(
        op.f("ix_threads_contribution_id"), "threads", ["contribution_id"], unique=False
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["people.id"],
            name=op.f("fk_messages_author_id_people"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["threads.id"],
            name=op.f("fk_messages_thread_id_threads"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(op.f("ix_messages_thread_id"), "messages", ["thread_id"], unique=False)
    op.add_column("calls", sa.Column("key", sa.String(length=32), nullable=True))
    op.add_column(
        "calls",
        sa.Column("guests_may_write", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(op.f("ix_calls_key"), "calls", ["key"], unique=True)
    op.add_column(
        "volumes",
        sa.Column("guests_may_suggest", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    for name in ("maker", "licence"):
        op.add_column(
            "volume_files",
            sa.Column(name, sa.String(length=120), server_default="", nullable=False),
        )


def downgrade() -> None:
    """Take them away."""
    for name in ("licence", "maker"):
        op.drop_column("volume_files", name)
    op.drop_column("volumes", "guests_may_suggest")
    op.drop_index(op.f("ix_calls_key"), table_name="calls")
    op.drop_column("calls", "guests_may_write")
    op.drop_column("calls", "key")
    op.drop_index(op.f("ix_messages_thread_id"), table_name="messages")
    op.drop_table("messages")
    op.drop_index(op.f("ix_threads_contribution_id"), table_name="threads")
    op.drop_table("threads")
    op.drop_index("ix_suggestions_contribution_id_state", table_name="suggestions")
    op.drop_table("suggestions")
    op.drop_index(op.f("ix_remixes_original_id"), table_name="remixes")
    op.drop_table("remixes")
    op.drop_index(op.f("ix_originals_digest"), table_name="originals")
    op.drop_table("originals")
    op.drop_index(op.f("ix_drafts_volume_id"), table_name="drafts")
    op.drop_index(
        "ix_drafts_of_a_text",
        table_name="drafts",
        sqlite_where=sa.text("contribution_id IS NOT NULL"),
        postgresql_where=sa.text("contribution_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_drafts_of_a_new_text",
        table_name="drafts",
        sqlite_where=sa.text("contribution_id IS NULL"),
        postgresql_where=sa.text("contribution_id IS NULL"),
    )
    op.drop_index(op.f("ix_drafts_contribution_id"), table_name="drafts")
    op.drop_table("drafts")
    op.drop_index(op.f("ix_guest_links_email"), table_name="guest_links")
    op.drop_table("guest_links")
    op.drop_index(op.f("ix_consents_contribution_id"), table_name="consents")
    op.drop_table("consents")
