"""Settings, all from the environment as `EQUIPOISE_*`."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(StrEnum):
    """Development opens the API explorer, and the schema to everybody who is signed in; production closes them."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Introspection(StrEnum):
    """Who may ask the API for its schema. Nobody may who is not signed in."""

    EVERYBODY = "everybody"
    EDITORS = "editors"
    NOBODY = "nobody"


class Settings(BaseSettings):
    """What an installation can choose. Without any setting it runs on the embedded database below `home`."""

    model_config = SettingsConfigDict(env_prefix="EQUIPOISE_", extra="ignore")

    home: Path = Field(Path(".equipoise"), description="Where the embedded database and its key live.")
    database_url: SecretStr | None = Field(
        None, description="PostgreSQL for run time; unset: the embedded server. Statements run as equipoise_app."
    )
    owner_database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL login that owns the schema, for `equipoise migrate`; unset: the same as database_url.",
    )
    environment: Environment = Field(Environment.DEVELOPMENT, description="`development` or `production`.")
    introspection: Introspection | None = Field(
        None,
        description="Who of those signed in may ask for the schema: `everybody`, `editors` (and above) or `nobody`; "
        "unset: everybody in development, editors in production.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str | None = Field(
        None,
        pattern=r"^(https://[^/?#@\s]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)$",
        description="Address under which people and frontends reach the server; unset: the one that a request names.",
    )
    pool_size: int = Field(10, ge=1, le=200, description="Database connections of one server process.")
    keys: SecretStr | None = Field(
        None,
        description="Key ring for the secrets of connections: `id:base64,...`, newest first; unset: a file in home.",
    )
    kept_answers_mb: int = Field(
        32, ge=0, le=4096, description="Memory of a server process for answers that have not changed; 0 keeps none."
    )
    usage_flush_seconds: float = Field(5.0, gt=0, le=300, description="How long evidence of use may wait in memory.")
    event_days: int = Field(7, ge=1, le=90, description="For how many days a subscription can catch up with events.")
    field_use_days: int = Field(
        180, ge=1, le=3_650, description="For how many days it is known which client used what of the API."
    )
    run_memory_mb: int = Field(512, ge=64, le=8192, description="Memory limit of one connector run.")
    run_seconds: int = Field(600, ge=1, le=86_400, description="Time limit of one connector run.")
    private_destinations: bool = Field(
        False, description="Whether webhooks may go to private addresses and over plain http."
    )
    upload_mb: int = Field(20, ge=1, le=500, description="Largest file that can be given to a connection.")
    cost_per_second: int = Field(
        400_000,
        ge=5_000,
        le=1_000_000_000,
        description="Points that an organisation's documents may cost per second, after a burst of 20 times as many.",
    )
    server_processes: int = Field(
        1, ge=1, le=1_000, description="How many server processes share the load: each grants its part of the points."
    )
    batch_size: int = Field(0, ge=0, le=10, description="Requests that one body may hold as a list; 0 refuses lists.")
