"""Secrets are sealed with AES-GCM under the newest key of a ring, and opened with whichever key sealed them."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from equipoise.domain.errors import Refusal
from equipoise.settings import Settings

_NONCE = 12
_KEY = 32


class KeyProblem(Refusal):
    """The key ring cannot be read, or does not open what was sealed."""

    code = "KEY_PROBLEM"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Keys by their names, newest first."""

    keys: Mapping[str, bytes]

    def __len__(self) -> int:
        return len(self.keys)

    @classmethod
    def of(cls, settings: Settings) -> "KeyRing":
        """The ring of the settings; with none, one in the home folder, made when first needed.

        Raises: KeyProblem.
        """
        if settings.keys is not None:
            return cls.parsed(settings.keys.get_secret_value(), "EQUIPOISE_KEYS")
        path = settings.home / "keys"
        return cls.parsed(_read_or_make(path), str(path))

    @classmethod
    def parsed(cls, text: str, where: str) -> "KeyRing":
        """`name:base64` entries, separated by commas or lines; each key has 32 bytes.

        Raises: KeyProblem.
        """
        keys = {}
        for entry in text.replace("\n", ",").split(","):
            if not entry.strip():
                continue
            name, _, encoded = entry.strip().partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                key = b""
            if not name or len(name) > 50 or len(key) != _KEY or name in keys:
                raise KeyProblem(f"{where}: every key is written name:base64 of 32 bytes, with a name of its own.")
            keys[name] = key
        if not keys:
            raise KeyProblem(f"{where} holds no key.")
        return cls(keys)

    def seal(self, plain: bytes, *, context: bytes) -> bytes:
        """Encrypt; only with the same context (whose secret it is) can it be opened again."""
        name = next(iter(self.keys))
        nonce = os.urandom(_NONCE)
        label = name.encode()
        return bytes([len(label)]) + label + nonce + AESGCM(self.keys[name]).encrypt(nonce, plain, context)

    def open(self, sealed: bytes, *, context: bytes) -> bytes:
        """Raises: KeyProblem."""
        end = 1 + sealed[0] if sealed else 0
        key = self.keys.get(sealed[1:end].decode(errors="replace"))
        if key is None:
            raise KeyProblem("A secret was sealed with a key that is not in the ring any more.")
        try:
            return AESGCM(key).decrypt(sealed[end : end + _NONCE], sealed[end + _NONCE :], context)
        except InvalidTag:
            raise KeyProblem("A sealed secret was altered, or belongs to something else.") from None


def _read_or_make(path: Path) -> str:
    """The key file; two processes that make it at once end up with the same one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f"keys.{secrets.token_hex(4)}")
        made = f"k1:{base64.b64encode(secrets.token_bytes(_KEY)).decode()}\n"
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123 - mode at birth
            file.write(made)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise KeyProblem(f"{path} cannot be read: {error}.") from None
