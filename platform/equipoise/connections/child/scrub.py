"""Keep the secrets of a configuration out of every text that came out of a connector."""

import json
from collections.abc import Callable, Iterable
from urllib.parse import quote, quote_plus

MASK = "********"

Scrub = Callable[[str], str]


def scrubbing(secrets: Iterable[str]) -> Scrub:
    """Replaces these secrets, also where they are quoted for a URL, in JSON or by Python.

    The runner does the same inside the process; a connector that writes past it is met here.
    """
    forms: set[str] = set()
    for secret in secrets:
        if secret.strip():
            forms.update((secret, quote(secret), quote(secret, safe=""), quote_plus(secret)))
            forms.update((json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]))
    longest_first = sorted(forms, key=len, reverse=True)

    def scrub(text: str) -> str:
        for form in longest_first:
            text = text.replace(form, MASK)
        return text

    return scrub
