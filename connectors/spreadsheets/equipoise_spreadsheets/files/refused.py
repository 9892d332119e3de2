"""Files that cannot be read at all."""

from equipoise_sdk import ConfigError

FORMATS = "Files of type .xlsx, .xls, .ods and .csv can be read."


def refused(why: str) -> ConfigError:
    return ConfigError("file", why)


def damaged(kind: str) -> ConfigError:
    return refused(f"The {kind} is damaged or cut off; save it again and upload it again.")


def protected() -> ConfigError:
    return refused("The file is protected by a password; save it without one.")
