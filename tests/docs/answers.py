"""Comparing a documented answer with the real one.

Ids, cursors and the like are different in every database. A guide shows some; which real one it stands for is noted
when it is first met in an answer, and from then on the two have to go together, both ways.
"""

import json
import re
from itertools import zip_longest
from typing import Any

_NAME = re.compile(
    r"eqp[a-z]?_[\w.-]{43,}|whsec_[\w+/]{43}=|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<![\w-])[\w-]{22}(?![\w-])"
)
"""A token, a client, a secret, the UUID of an id, a cursor."""
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*")


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING = _Nothing()


class Names:
    """What the ids of a guide stand for in this run."""

    def __init__(self) -> None:
        self._real: dict[str, str] = {}
        self._documented: dict[str, str] = {}

    def real(self, text: str) -> str:
        """The text of a guide with the ids of this run."""
        return _NAME.sub(lambda match: self._real.get(match[0], match[0]), text)

    def documented(self, value: Any) -> Any:
        """A real answer with the ids of the guide, where it has any."""
        match value:
            case dict():
                return {key: self.documented(part) for key, part in value.items()}
            case list():
                return [self.documented(part) for part in value]
            case str():
                return _NAME.sub(lambda match: self._documented.get(match[0], match[0]), value)
        return value

    def differences(self, documented: Any, real: Any, path: str = "answer") -> list[str]:
        """What is not the same, by its place. Moments are of the run and are not compared."""
        if isinstance(documented, dict) and isinstance(real, dict):
            return [
                line
                for key in documented.keys() | real.keys()
                for line in self.differences(documented.get(key, NOTHING), real.get(key, NOTHING), f"{path}.{key}")
            ]
        if isinstance(documented, list) and isinstance(real, list):
            return [
                line
                for place, (one, other) in enumerate(zip_longest(documented, real, fillvalue=NOTHING))
                for line in self.differences(one, other, f"{path}.{place}")
            ]
        if type(documented) is type(real) and (documented == real or self._same(documented, real)):
            return []
        return [f"{path}: the guide has {documented!r}, the answer is {real!r}"]

    def _same(self, documented: Any, real: Any) -> bool:
        if not isinstance(documented, str) or not isinstance(real, str):
            return False
        if _MOMENT.fullmatch(documented) and _MOMENT.fullmatch(real):
            return True
        ours, theirs = _NAME.findall(documented), _NAME.findall(real)
        return _NAME.split(documented) == _NAME.split(real) and all(map(self._go_together, ours, theirs))

    def _go_together(self, documented: str, real: str) -> bool:
        return (
            self._real.setdefault(documented, real) == real
            and self._documented.setdefault(real, documented) == documented
        )


WIDTH = 118


def shown(value: Any, indent: str = "", before: int = 0) -> str:
    """JSON as a person would write it: what fits on a line, after `before` characters, stays on it."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + before + len(line) < WIDTH or not isinstance(value, dict | list) or not value:
        return line
    inner = indent + "  "
    if isinstance(value, dict):
        keys = {json.dumps(key, ensure_ascii=False): part for key, part in value.items()}
        parts = [f"{inner}{key}: {shown(part, inner, len(key) + 2)}" for key, part in keys.items()]
    else:
        parts = [inner + shown(part, inner) for part in value]
    first, last = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([first, ",\n".join(parts), indent + last])
