"""Settings, all from the environment as `EQUIPOISE_*`."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(StrEnum):
    """Development opens GraphiQL; production closes it. Introspection stays open to who is signed in."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


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
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    pool_size: int = Field(10, ge=1, le=200, description="Database connections of one server process.")
    keys: SecretStr | None = Field(
        None,
        description="Key ring for the secrets of connections: `id:base64,...`, newest first; unset: a file in home.",
    )
    usage_flush_seconds: float = Field(5.0, gt=0, le=300, description="How long evidence of use may wait in memory.")
    run_memory_mb: int = Field(512, ge=64, le=8192, description="Memory limit of one connector run.")
    run_seconds: int = Field(600, ge=1, le=86_400, description="Time limit of one connector run.")
    upload_mb: int = Field(20, ge=1, le=500, description="Largest file that can be given to a connection.")
