"""The first slice: organisations, strategy, KPIs, values, scores, reviews, connections, audit log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from equipoise.db.row_level_security import protect, protect_directory

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
phase = "pre"


APPEND_ONLY = {"audit_entry", "kpi_value_revision"}

TENANT_TABLES = [
    "audit_entry",
    "connection",
    "org_unit",
    "organisation",
    "connection_file",
    "connection_run",
    "person",
    "scorecard",
    "access_token",
    "perspective",
    "review_cycle",
    "run_row_error",
    "score",
    "score_revision",
    "objective",
    "cascade_link",
    "cause_effect_link",
    "initiative",
    "kpi",
    "check_in",
    "citation",
    "comment",
    "initiative_kpi",
    "kpi_flag",
    "kpi_target",
    "kpi_value",
    "kpi_value_revision",
    "measure_mapping",
    "milestone",
    "review_item",
    "target_plan",
    "usage_day",
    "review_decision",
    "review_opinion",
]


def upgrade() -> None:
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ACTIVE",
                "SUSPENDED",
                name="tenant_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenant")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenant_slug")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_audit_entry_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_audit_entry")),
    )
    op.create_index(op.f("ix_audit_entry_tenant_id_at"), "audit_entry", ["tenant_id", "at"], unique=False)
    op.create_index(
        op.f("ix_audit_entry_tenant_id_subject_id"), "audit_entry", ["tenant_id", "subject_id"], unique=False
    )
    op.create_table(
        "connection",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connector", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("config", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("secrets", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "ACTIVE",
                "PAUSED",
                name="connection_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_connection_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_connection")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_connection_tenant_id_name")),
    )
    op.create_table(
        "org_unit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "COMPANY",
                "DIVISION",
                "DEPARTMENT",
                "TEAM",
                name="unit_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_org_unit_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["org_unit.tenant_id", "org_unit.id"],
            name=op.f("fk_org_unit_tenant_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_org_unit_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_org_unit")),
    )
    op.create_index(op.f("ix_org_unit_tenant_id_parent_id"), "org_unit", ["tenant_id", "parent_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("fiscal_first_month", sa.Integer(), nullable=False),
        sa.Column("usage_policy", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("fiscal_first_month BETWEEN 1 AND 12", name=op.f("ck_organisation_fiscal_first_month")),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_organisation_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "connection_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["connection.tenant_id", "connection.id"],
            name=op.f("fk_connection_file_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_connection_file_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_connection_file")),
        sa.UniqueConstraint(
            "tenant_id", "connection_id", "name", name=op.f("uq_connection_file_tenant_id_connection_id_name")
        ),
    )
    op.create_table(
        "connection_run",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "QUEUED",
                "RUNNING",
                "SUCCEEDED",
                "PARTIAL",
                "FAILED",
                name="run_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("unmapped", sa.Integer(), nullable=False),
        sa.Column("row_errors", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["connection.tenant_id", "connection.id"],
            name=op.f("fk_connection_run_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_connection_run_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_connection_run")),
    )
    op.create_index(
        op.f("ix_connection_run_tenant_id_connection_id"),
        "connection_run",
        ["tenant_id", "connection_id"],
        unique=False,
    )
    op.create_table(
        "person",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("HUMAN", "SERVICE", name="person_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "OWNER",
                "ADMIN",
                "EDITOR",
                "CONTRIBUTOR",
                "VIEWER",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("org_unit_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("left_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "org_unit_id"],
            ["org_unit.tenant_id", "org_unit.id"],
            name=op.f("fk_person_tenant_id_org_unit_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_person_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("tenant_id", "email", name=op.f("uq_person_tenant_id_email")),
    )
    op.create_table(
        "scorecard",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_unit_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mission", sa.Text(), nullable=False),
        sa.Column("vision", sa.Text(), nullable=False),
        sa.Column("core_values", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "DRAFT",
                "ACTIVE",
                "ARCHIVED",
                name="scorecard_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequency",
            sa.Enum(
                "DAILY",
                "WEEKLY",
                "MONTHLY",
                "QUARTERLY",
                "YEARLY",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cycle_start", sa.Date(), nullable=False),
        sa.Column("cycle_end", sa.Date(), nullable=False),
        sa.Column(
            "rollup",
            sa.Enum(
                "WEIGHTED_AVERAGE",
                "AVERAGE",
                "MINIMUM",
                "MAXIMUM",
                "SUM",
                name="roll_up",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closed_through", sa.Date(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("cycle_start < cycle_end", name=op.f("ck_scorecard_cycle")),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_scorecard_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "org_unit_id"],
            ["org_unit.tenant_id", "org_unit.id"],
            name=op.f("fk_scorecard_tenant_id_org_unit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_scorecard_tenant_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_scorecard_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_scorecard")),
    )
    op.create_index(op.f("ix_scorecard_tenant_id_org_unit_id"), "scorecard", ["tenant_id", "org_unit_id"], unique=False)
    op.create_index(op.f("ix_scorecard_tenant_id_parent_id"), "scorecard", ["tenant_id", "parent_id"], unique=False)
    op.create_table(
        "access_token",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "OWNER",
                "ADMIN",
                "EDITOR",
                "CONTRIBUTOR",
                "VIEWER",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_access_token_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_access_token_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("tenant_id", "secret_hash", name=op.f("uq_access_token_tenant_id_secret_hash")),
    )
    op.create_table(
        "perspective",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column(
            "rollup",
            sa.Enum(
                "WEIGHTED_AVERAGE",
                "AVERAGE",
                "MINIMUM",
                "MAXIMUM",
                "SUM",
                name="roll_up",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_perspective_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_perspective_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_perspective_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_perspective")),
    )
    op.create_index(
        op.f("ix_perspective_tenant_id_scorecard_id_position"),
        "perspective",
        ["tenant_id", "scorecard_id", "position"],
        unique=False,
    )
    op.create_table(
        "review_cycle",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "SCHEDULED",
                "COLLECTING",
                "CONSULTING",
                "DECIDING",
                "CLOSED",
                "CANCELLED",
                name="review_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("started_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("opened_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_review_cycle_dates")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_review_cycle_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "started_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_review_cycle_tenant_id_started_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_review_cycle_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_review_cycle")),
    )
    op.create_index(
        op.f("ix_review_cycle_tenant_id_scorecard_id"),
        "review_cycle",
        ["tenant_id", "scorecard_id"],
        unique=False,
    )
    op.create_table(
        "run_row_error",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "run_id"],
            ["connection_run.tenant_id", "connection_run.id"],
            name=op.f("fk_run_row_error_tenant_id_run_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "run_id", "ordinal", name=op.f("pk_run_row_error")),
    )
    op.create_table(
        "score",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "KPI",
                "OBJECTIVE",
                "PERSPECTIVE",
                "SCORECARD",
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Numeric(precision=15, scale=12), nullable=True),
        sa.Column("attainment", sa.Numeric(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "GREEN",
                "AMBER",
                "RED",
                "NO_DATA",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scored_weight", sa.Numeric(precision=14, scale=12), nullable=False),
        sa.Column("scored_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_score_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "subject_id", "period_start", name=op.f("pk_score")),
    )
    op.create_index(
        op.f("ix_score_tenant_id_scorecard_id_period_start"),
        "score",
        ["tenant_id", "scorecard_id", "period_start"],
        unique=False,
    )
    op.create_table(
        "score_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("computed_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "KPI",
                "OBJECTIVE",
                "PERSPECTIVE",
                "SCORECARD",
                name="subject_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Numeric(precision=15, scale=12), nullable=True),
        sa.Column("attainment", sa.Numeric(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "GREEN",
                "AMBER",
                "RED",
                "NO_DATA",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scored_weight", sa.Numeric(precision=14, scale=12), nullable=False),
        sa.Column("scored_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_score_revision_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "subject_id", "period_start", "computed_at", name=op.f("pk_score_revision")
        ),
    )
    op.create_table(
        "objective",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("perspective_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column(
            "rollup",
            sa.Enum(
                "WEIGHTED_AVERAGE",
                "AVERAGE",
                "MINIMUM",
                "MAXIMUM",
                "SUM",
                name="roll_up",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("retired_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_objective_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "owner_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_objective_tenant_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "perspective_id"],
            ["perspective.tenant_id", "perspective.id"],
            name=op.f("fk_objective_tenant_id_perspective_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_objective_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_objective_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_objective")),
    )
    op.create_index(
        op.f("ix_objective_tenant_id_perspective_id_position"),
        "objective",
        ["tenant_id", "perspective_id", "position"],
        unique=False,
    )
    op.create_index(
        op.f("ix_objective_tenant_id_scorecard_id"), "objective", ["tenant_id", "scorecard_id"], unique=False
    )
    op.create_table(
        "cascade_link",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "CONTRIBUTES",
                "SUPPORTS",
                name="cascade_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("weight", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.CheckConstraint("child_id <> parent_id", name=op.f("ck_cascade_link_not_its_own_parent")),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_cascade_link_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "child_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_cascade_link_tenant_id_child_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_cascade_link_tenant_id_parent_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_cascade_link_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_cascade_link")),
        sa.UniqueConstraint(
            "tenant_id", "child_id", "parent_id", name=op.f("uq_cascade_link_tenant_id_child_id_parent_id")
        ),
    )
    op.create_index(
        op.f("ix_cascade_link_tenant_id_parent_id"), "cascade_link", ["tenant_id", "parent_id"], unique=False
    )
    op.create_table(
        "cause_effect_link",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("effect_id", sa.Uuid(), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.CheckConstraint("cause_id <> effect_id", name=op.f("ck_cause_effect_link_not_its_own_cause")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cause_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_cause_effect_link_tenant_id_cause_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "effect_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_cause_effect_link_tenant_id_effect_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_cause_effect_link_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_cause_effect_link_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_cause_effect_link")),
        sa.UniqueConstraint(
            "tenant_id",
            "cause_id",
            "effect_id",
            name=op.f("uq_cause_effect_link_tenant_id_cause_id_effect_id"),
        ),
    )
    op.create_index(
        op.f("ix_cause_effect_link_tenant_id_effect_id"),
        "cause_effect_link",
        ["tenant_id", "effect_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_cause_effect_link_tenant_id_scorecard_id"),
        "cause_effect_link",
        ["tenant_id", "scorecard_id"],
        unique=False,
    )
    op.create_table(
        "initiative",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "PLANNED",
                "IN_PROGRESS",
                "DONE",
                "CANCELLED",
                name="initiative_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column("budget", sa.Numeric(precision=30, scale=10), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=op.f("ck_initiative_progress")),
        sa.CheckConstraint("starts_on <= due_on", name=op.f("ck_initiative_dates")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "objective_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_initiative_tenant_id_objective_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "owner_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_initiative_tenant_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_initiative_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_initiative")),
    )
    op.create_index(
        op.f("ix_initiative_tenant_id_objective_id"),
        "initiative",
        ["tenant_id", "objective_id"],
        unique=False,
    )
    op.create_table(
        "kpi",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("objective_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("good_range", sa.Text(), nullable=False),
        sa.Column("response_plan", sa.Text(), nullable=False),
        sa.Column("behaviours", sa.Text(), nullable=False),
        sa.Column("counter_kpi_id", sa.Uuid(), nullable=True),
        sa.Column(
            "indicator",
            sa.Enum("LEADING", "LAGGING", name="indicator", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "data_kind",
            sa.Enum(
                "QUANTITATIVE",
                "QUALITATIVE",
                name="data_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "direction",
            sa.Enum(
                "HIGHER_IS_BETTER",
                "LOWER_IS_BETTER",
                "STAY_IN_RANGE",
                name="direction",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "frequency",
            sa.Enum(
                "DAILY",
                "WEEKLY",
                "MONTHLY",
                "QUARTERLY",
                "YEARLY",
                name="frequency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("weight", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column("scoring", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("status_rules", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column(
            "aggregation",
            sa.Enum(
                "SUM",
                "AVERAGE",
                "LAST",
                "MINIMUM",
                "MAXIMUM",
                "RATIO",
                name="aggregation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ratio_factor", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column(
            "missing_data",
            sa.Enum(
                "EXCLUDED",
                "CARRIED_FORWARD",
                "ZERO",
                name="missing_data",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("carried_periods", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "PROPOSED",
                "ACTIVE",
                "FLAGGED",
                "RETIRED",
                name="kpi_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("contributor_id", sa.Uuid(), nullable=True),
        sa.Column("data_source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("activated_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("retired_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint("counter_kpi_id <> id", name=op.f("ck_kpi_not_its_own_counter")),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_kpi_weight")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "contributor_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_kpi_tenant_id_contributor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "counter_kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_kpi_tenant_id_counter_kpi_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "objective_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_kpi_tenant_id_objective_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "owner_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_kpi_tenant_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "scorecard_id"],
            ["scorecard.tenant_id", "scorecard.id"],
            name=op.f("fk_kpi_tenant_id_scorecard_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_kpi_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_kpi")),
        sa.UniqueConstraint("tenant_id", "key", name=op.f("uq_kpi_tenant_id_key")),
    )
    op.create_index(
        op.f("ix_kpi_tenant_id_objective_id_position"),
        "kpi",
        ["tenant_id", "objective_id", "position"],
        unique=False,
    )
    op.create_index(op.f("ix_kpi_tenant_id_scorecard_id"), "kpi", ["tenant_id", "scorecard_id"], unique=False)
    op.create_table(
        "check_in",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "HIGH",
                "MEDIUM",
                "LOW",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("checked_in_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_check_in_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_check_in_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_check_in_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_check_in")),
    )
    op.create_index(op.f("ix_check_in_tenant_id_kpi_id"), "check_in", ["tenant_id", "kpi_id"], unique=False)
    op.create_table(
        "citation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("cited_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_citation_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_citation_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_citation_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_citation")),
    )
    op.create_index(op.f("ix_citation_tenant_id_kpi_id"), "citation", ["tenant_id", "kpi_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_comment_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_comment_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_comment_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_tenant_id_kpi_id"), "comment", ["tenant_id", "kpi_id"], unique=False)
    op.create_table(
        "initiative_kpi",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "initiative_id"],
            ["initiative.tenant_id", "initiative.id"],
            name=op.f("fk_initiative_kpi_tenant_id_initiative_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_initiative_kpi_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_initiative_kpi_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "initiative_id", "kpi_id", name=op.f("pk_initiative_kpi")),
    )
    op.create_index(op.f("ix_initiative_kpi_tenant_id_kpi_id"), "initiative_kpi", ["tenant_id", "kpi_id"], unique=False)
    op.create_table(
        "kpi_flag",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("raised_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_kpi_flag_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_kpi_flag_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_kpi_flag")),
    )
    op.create_index(
        "uq_kpi_flag_standing",
        "kpi_flag",
        ["tenant_id", "kpi_id", "rule"],
        unique=True,
        postgresql_where="cleared_at IS NULL",
    )
    op.create_table(
        "kpi_target",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_kpi_target_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "kpi_id", "period_start", name=op.f("pk_kpi_target")),
    )
    op.create_table(
        "kpi_value",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column("numerator", sa.Numeric(precision=30, scale=10), nullable=True),
        sa.Column("denominator", sa.Numeric(precision=30, scale=10), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("target", sa.Numeric(precision=30, scale=10), nullable=True),
        sa.Column("score", sa.Numeric(precision=15, scale=12), nullable=True),
        sa.Column("attainment", sa.Numeric(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "GREEN",
                "AMBER",
                "RED",
                "NO_DATA",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("value <> 'NaN'", name=op.f("ck_kpi_value_finite")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_kpi_value_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "kpi_id", "period_start", name=op.f("pk_kpi_value")),
    )
    op.create_table(
        "kpi_value_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.Column("numerator", sa.Numeric(precision=30, scale=10), nullable=True),
        sa.Column("denominator", sa.Numeric(precision=30, scale=10), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("replaced_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_kpi_value_revision_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "kpi_id", "period_start", "revision", name=op.f("pk_kpi_value_revision")),
    )
    op.create_table(
        "measure_mapping",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("dimensions", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("factor", sa.Numeric(precision=30, scale=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "connection_id"],
            ["connection.tenant_id", "connection.id"],
            name=op.f("fk_measure_mapping_tenant_id_connection_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_measure_mapping_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_measure_mapping_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_measure_mapping")),
        sa.UniqueConstraint(
            "tenant_id",
            "connection_id",
            "kpi_id",
            name=op.f("uq_measure_mapping_tenant_id_connection_id_kpi_id"),
        ),
    )
    op.create_index(
        op.f("ix_measure_mapping_tenant_id_kpi_id"), "measure_mapping", ["tenant_id", "kpi_id"], unique=False
    )
    op.create_table(
        "milestone",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "initiative_id"],
            ["initiative.tenant_id", "initiative.id"],
            name=op.f("fk_milestone_tenant_id_initiative_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_milestone_tenant_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_milestone")),
    )
    op.create_index(
        op.f("ix_milestone_tenant_id_initiative_id"),
        "milestone",
        ["tenant_id", "initiative_id"],
        unique=False,
    )
    op.create_table(
        "review_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=True),
        sa.Column("objective_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column(
            "recommendation",
            sa.Enum(
                "RETIRE",
                "KEEP",
                "CHANGE",
                "MERGE",
                "ADD",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("num_nonnulls(kpi_id, objective_id) = 1", name=op.f("ck_review_item_one_subject")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cycle_id"],
            ["review_cycle.tenant_id", "review_cycle.id"],
            name=op.f("fk_review_item_tenant_id_cycle_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"], ["kpi.tenant_id", "kpi.id"], name=op.f("fk_review_item_tenant_id_kpi_id")
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "objective_id"],
            ["objective.tenant_id", "objective.id"],
            name=op.f("fk_review_item_tenant_id_objective_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_review_item_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_review_item")),
        sa.UniqueConstraint(
            "tenant_id",
            "cycle_id",
            "kpi_id",
            "rule",
            name=op.f("uq_review_item_tenant_id_cycle_id_kpi_id_rule"),
        ),
    )
    op.create_index(op.f("ix_review_item_tenant_id_kpi_id"), "review_item", ["tenant_id", "kpi_id"], unique=False)
    op.create_table(
        "target_plan",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("plan", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_target_plan_stretch")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_target_plan_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_target_plan_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_target_plan")),
        sa.UniqueConstraint("tenant_id", "kpi_id", "starts_on", name=op.f("uq_target_plan_tenant_id_kpi_id_starts_on")),
    )
    op.create_table(
        "usage_day",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "signal",
            sa.Enum(
                "DECISION",
                "INITIATIVE",
                "COMMENT",
                "CHECK_IN",
                "ALERT_ACKNOWLEDGED",
                "DETAIL_OPENED",
                "REPORT_OPENED",
                "LISTED",
                name="signal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "kpi_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_usage_day_tenant_id_kpi_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_usage_day_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "kpi_id", "day", "signal", "person_id", name=op.f("pk_usage_day")),
    )
    op.create_index(op.f("ix_usage_day_tenant_id_day"), "usage_day", ["tenant_id", "day"], unique=False)
    op.create_table(
        "review_decision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "RETIRE",
                "KEEP",
                "CHANGE",
                "MERGE",
                "ADD",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("evidence", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("left_alone_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decided_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_review_decision_tenant_id_decided_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["review_item.tenant_id", "review_item.id"],
            name=op.f("fk_review_decision_tenant_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "merged_into_id"],
            ["kpi.tenant_id", "kpi.id"],
            name=op.f("fk_review_decision_tenant_id_merged_into_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_review_decision_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_review_decision")),
        sa.UniqueConstraint("tenant_id", "item_id", name=op.f("uq_review_decision_tenant_id_item_id")),
    )
    op.create_table(
        "review_opinion",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "AGREE",
                "DISAGREE",
                "ABSTAIN",
                name="stance",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("given_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "item_id"],
            ["review_item.tenant_id", "review_item.id"],
            name=op.f("fk_review_opinion_tenant_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_review_opinion_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_review_opinion_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_review_opinion")),
        sa.UniqueConstraint(
            "tenant_id", "item_id", "person_id", name=op.f("uq_review_opinion_tenant_id_item_id_person_id")
        ),
    )

    # Who serves has to see whether the schema is the one it was written for.
    op.execute("GRANT SELECT ON alembic_version TO equipoise_app")
    for table in TENANT_TABLES:
        for statement in protect(table, append_only=table in APPEND_ONLY):
            op.execute(statement)
    for statement in protect_directory("tenant"):
        op.execute(statement)
