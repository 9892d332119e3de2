"""What the host gives to a connector beside its configuration."""

from collections.abc import Mapping
from pathlib import Path

from equipoise_sdk.errors import ConfigError

MAX_FILE_BYTES = 100 * 1024 * 1024
_SHOWN = 20


class Context:
    """The surroundings of one run.

    `files` are the files that belong to the connection, by name. With `any_path`, as the partner's command line has
    it, a name may also be a path; the platform never does that, so that a name reaches nothing but its own files.
    """

    def __init__(self, files: Mapping[str, Path] | None = None, *, any_path: bool = False) -> None:
        self._files = dict(files or {})
        self._any_path = any_path

    def file(self, name: str, *, field: str = "file", max_bytes: int = MAX_FILE_BYTES) -> Path:
        """Path of the connection's file of that name, to be read.

        Raises: ConfigError on `field` where there is no such file, or it is larger than `max_bytes`.
        """
        path = self._files.get(name) or (Path(name) if self._any_path else None)
        if path is None:
            raise ConfigError(field, f"This connection has no file named {name[:200]!r}; it has {self._names()}.")
        try:
            size = path.stat().st_size if path.is_file() else None
        except OSError:
            size = None
        if size is None:
            raise ConfigError(field, f"The file {name[:200]!r} is gone or cannot be read; upload it again.")
        if size > max_bytes:
            megabytes = max_bytes // (1024 * 1024)
            raise ConfigError(field, f"The file {name[:200]!r} is larger than {megabytes} MB.")
        return path

    def _names(self) -> str:
        names = sorted(self._files)
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return ", ".join(repr(name[:100]) for name in names[:_SHOWN]) + more if names else "none"
