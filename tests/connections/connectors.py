"""Connectors that are no more than a few lines, installed in a folder of their own and run by the real runner."""

from pathlib import Path

from equipoise.connections.host import ConnectorHost
from equipoise.settings import Settings
from tests.connectors.plugin_packages import install
from tests.support.connections import runner_with

SECRETIVE = """
    class Login(BaseModel):
        user: str
        password: SecretStr

    class Config(BaseModel):
        login: Login
        token: SecretStr | None = None
        say: str = ""

        @field_validator("say")
        @classmethod
        def _polite(cls, value):
            if value == "no":
                raise ValueError("say something else")
            return value

    class Secretive(Connector[Config]):
        key, title = "secretive", "Secretive"

        def _act(self):
            password = self.config.login.password.get_secret_value()
            token = self.config.token.get_secret_value() if self.config.token else "none"
            match self.config.say:
                case "auth":
                    raise AuthError(f"{password} is wrong")
                case "bug":
                    raise RuntimeError(f"{password} {token}")
                case "past":
                    os.write(2, f"{password} {token}".encode())
                    os._exit(9)
                case "limited":
                    raise RateLimited("too many requests", retry_after=30)
                case "away":
                    raise Transient("the source is being maintained")
                case "tell":
                    if (password, token) != ("s3cret-word", "t0ken-word"):
                        raise ConfigError("login.password", "not the secrets that were given")

        def check(self):
            self._act()

        def discover(self):
            return [Measure("m", "M", unit="EUR")]

        def read(self, query):
            yield Value("m", date(2026, 1, 1), Decimal(5), note=self.config.login.password.get_secret_value())
            self._act()

    register_connectors = registers(Secretive)
"""


def host_with(settings: Settings, folder: Path, name: str, source: str) -> ConnectorHost:
    """A host for which this plugin is installed as well."""
    return ConnectorHost(settings, runner_with(install(folder, name, source)))


def reading(body: str, discover: str = 'return [Measure("m", "M")]') -> str:
    """The source of a plugin with a connector `odd`, whose `read` is `body`."""
    lines = "\n".join(f"        {line}" for line in body.strip().splitlines())
    return (
        f"class Odd(Plain):\n    key, title = 'odd', 'Odd'\n"
        f"    def discover(self):\n        {discover}\n    def read(self, query):\n{lines}\n"
        "register_connectors = registers(Odd)\n"
    )
