"""The job queue, up to the states that the next revision uses."""

from alembic import op

from equipoise.jobs import job_queue

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
phase = "pre"


def upgrade() -> None:
    queue = op.get_bind().connection.driver_connection
    for script in job_queue.scripts(None, "02.06.00_01_add_cancel_states.sql"):
        queue.execute(script)  # several statements in one text, which only the driver itself takes
