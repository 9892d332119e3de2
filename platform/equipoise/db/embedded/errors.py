"""Why the embedded server cannot be used, with what to do about it."""

from equipoise.domain.errors import Refusal


class EmbeddedServerFailed(Refusal):
    """The embedded server could not be started or stopped."""

    code = "EMBEDDED_SERVER_FAILED"


class BinariesMissing(EmbeddedServerFailed):
    """No PostgreSQL programs where they should be."""

    code = "EMBEDDED_BINARIES_MISSING"


class HomeUnusable(EmbeddedServerFailed):
    """The folder for the data cannot be made, read or written."""

    code = "EMBEDDED_HOME_UNUSABLE"


class OtherMajorVersion(EmbeddedServerFailed):
    """The data was written by another major version of PostgreSQL."""

    code = "EMBEDDED_OTHER_VERSION"
