"""Documents that an organisation trusts its clients to send."""

import sqlalchemy as sa
from alembic import op

from equipoise.db.row_level_security import protect

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
phase = "pre"


def upgrade() -> None:
    op.add_column(
        "organisation", sa.Column("trusted_documents_only", sa.Boolean(), nullable=False, server_default="false")
    )
    op.add_column(
        "organisation", sa.Column("trusted_documents_version", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "trusted_document",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "client_id"],
            ["oauth_client.tenant_id", "oauth_client.id"],
            name=op.f("fk_trusted_document_tenant_id_client_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "registered_by"],
            ["person.tenant_id", "person.id"],
            name=op.f("fk_trusted_document_tenant_id_registered_by"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_trusted_document_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_trusted_document")),
        sa.UniqueConstraint(
            "tenant_id",
            "sha256",
            "client_id",
            name=op.f("uq_trusted_document_tenant_id_sha256_client_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    for statement in protect("trusted_document"):
        op.execute(statement)
