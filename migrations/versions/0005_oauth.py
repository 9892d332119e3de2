"""OAuth clients, what people let them do, and tokens that are narrowed to scopes."""

import sqlalchemy as sa
from alembic import op

from equipoise.db.row_level_security import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
phase = "pre"


def upgrade() -> None:
    op.create_table(
        "oauth_client",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=True),
        sa.Column("redirect_uris", sa.Text(), nullable=False),
        sa.Column("web_origins", sa.Text(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("service_person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "service_person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_oauth_client_tenant_id_service_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_oauth_client_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_oauth_client")),
        sa.UniqueConstraint("tenant_id", "name", name=op.f("uq_oauth_client_tenant_id_name")),
    )
    op.create_table(
        "oauth_grant",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
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
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("redirect_uri", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_challenge", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=True),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("code_expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("redeemed_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("family_hash", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_hash", sa.LargeBinary(), nullable=True),
        sa.Column("refresh_expires_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["oauth_client.tenant_id", "oauth_client.id"],
            name=op.f("fk_oauth_grant_tenant_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_oauth_grant_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_oauth_grant_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_oauth_grant")),
        sa.UniqueConstraint("tenant_id", "code_hash", name=op.f("uq_oauth_grant_tenant_id_code_hash")),
        sa.UniqueConstraint("tenant_id", "family_hash", name=op.f("uq_oauth_grant_tenant_id_family_hash")),
    )
    op.create_index(
        op.f("ix_oauth_grant_tenant_id_person_id_client_id"), "oauth_grant", ["tenant_id", "person_id", "client_id"]
    )
    op.create_table(
        "oauth_consent",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("given_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_oauth_consent_tenant_id_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["oauth_client.tenant_id", "oauth_client.id"],
            name=op.f("fk_oauth_consent_tenant_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_oauth_consent_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_oauth_consent")),
        sa.UniqueConstraint(
            "tenant_id", "person_id", "client_id", name=op.f("uq_oauth_consent_tenant_id_person_id_client_id")
        ),
    )
    op.add_column("access_token", sa.Column("scopes", sa.Text(), nullable=True))
    op.add_column("access_token", sa.Column("client_id", sa.Uuid(), nullable=True))
    op.add_column("access_token", sa.Column("grant_id", sa.Uuid(), nullable=True))
    for column, table in (("client_id", "oauth_client"), ("grant_id", "oauth_grant")):
        op.create_foreign_key(
            op.f(f"fk_access_token_tenant_id_{column}"),
            "access_token",
            table,
            ["tenant_id", column],
            ["tenant_id", "id"],
            ondelete="CASCADE",
        )
    op.create_index(
        op.f("ix_access_token_tenant_id_client_id_grant_id"), "access_token", ["tenant_id", "client_id", "grant_id"]
    )
    for table in ("oauth_client", "oauth_grant", "oauth_consent"):
        for statement in protect(table):
            op.execute(statement)
