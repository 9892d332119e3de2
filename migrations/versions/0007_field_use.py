"""Which client uses which field of the API."""

import sqlalchemy as sa
from alembic import op

from equipoise.db.row_level_security import protect

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
phase = "pre"


def upgrade() -> None:
    op.create_table(
        "field_use_day",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("coordinate", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenant.id"], name=op.f("fk_field_use_day_tenant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "coordinate", "client_id", "day", name=op.f("pk_field_use_day")),
    )
    op.create_index(op.f("ix_field_use_day_tenant_id_day"), "field_use_day", ["tenant_id", "day"], unique=False)
    for statement in protect("field_use_day"):
        op.execute(statement)
