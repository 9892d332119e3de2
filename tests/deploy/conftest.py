"""The image, made once for all processes of a test run, and a database server of its own for each of them."""

import fcntl
from collections.abc import Iterator, Mapping

import pytest

from tests.deploy import containerfile, context, image
from tests.deploy.compose import Service, services
from tests.deploy.image import Image, Workshop
from tests.deploy.places import CONTAINERFILE, DEPLOY
from tests.deploy.premises import Database, Premises, unused_port
from tests.support import clusters

VALUES = {
    "EQUIPOISE_SUPERUSER_PASSWORD": "not asked for on the socket",
    "EQUIPOISE_OWNER_PASSWORD": """owner's p@ss:w/o%rd "quoted" \\ $HOME""",
    "EQUIPOISE_LOGIN_PASSWORD": """login's p@ss:w/o%rd "quoted" \\ $HOME #?&""",
    "EQUIPOISE_KEYS": "k1:" + "A" * 43 + "=",
}
"""Passwords with everything that breaks addresses, shells and SQL."""


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """The image has been built in it; what was skipped is noted in `skipped`."""
    folder = clusters.shared_folder()
    workshop = Workshop(folder / "image")
    with (folder / "image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not workshop.noted.exists():
            context.build_context(workshop.context)
            skipped = image.build(containerfile.read(CONTAINERFILE), workshop)
            workshop.noted.write_text("\n".join(skipped))
    return workshop


@pytest.fixture(scope="session")
def built(workshop: Workshop) -> Image:
    return image.described(containerfile.read(CONTAINERFILE).final, workshop)


@pytest.fixture(scope="session")
def values() -> Mapping[str, str]:
    return {**VALUES, "EQUIPOISE_PUBLISHED_PORT": str(unused_port())}


@pytest.fixture(scope="session")
def composed(values: Mapping[str, str]) -> dict[str, Service]:
    return services(DEPLOY / "compose.yaml", values)


@pytest.fixture(scope="session")
def premises(
    built: Image, composed: dict[str, Service], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Premises]:
    """The logins are made and the schema is migrated, as `docker compose up` does."""
    with clusters.opened("embedded", tmp_path_factory.mktemp("database")) as cluster:
        database = Database(cluster.superuser_url)
        made = database.make_logins(composed["database"])
        assert made.returncode == 0, made.stderr
        database.ask_for_passwords()
        premises = Premises(built, database)
        migrated = premises.run(composed["migrate"], *composed["migrate"].command)
        assert migrated.returncode == 0, migrated.stderr
        yield premises
