"""The rest of the job queue, and what the application may do with it."""

from alembic import op

from equipoise.jobs import job_queue

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
phase = "pre"


def upgrade() -> None:
    queue = op.get_bind().connection.driver_connection
    for script in job_queue.scripts(
        "02.06.00_01_add_cancel_states.sql", "03.04.00_50_post_add_retry_failed_job_procedure.sql"
    ):
        queue.execute(script)  # several statements in one text, which only the driver itself takes
    for statement in job_queue.grants():
        op.execute(statement)
