"""A Containerfile as its stages and their instructions: as much of the language as ours uses, the rest is refused."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

KNOWN = {
    *("ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM"),
    *("HEALTHCHECK", "LABEL", "RUN", "STOPSIGNAL", "USER", "WORKDIR"),
}


@dataclass(frozen=True)
class Instruction:
    name: str
    text: str
    options: dict[str, str]

    @property
    def words(self) -> list[str]:
        """Its words: the array of the exec form, or the parts between spaces."""
        if self.text.startswith("["):
            return [str(word) for word in json.loads(self.text)]
        return shlex.split(self.text)

    @property
    def pairs(self) -> dict[str, str]:
        """The `key=value` of ENV and LABEL."""
        return dict(word.split("=", 1) for word in self.words)


@dataclass
class Stage:
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, name: str) -> list[Instruction]:
        return [each for each in self.instructions if each.name == name]

    def last(self, name: str) -> Instruction:
        """The one that counts, where a later one replaces an earlier one."""
        return self.all(name)[-1]


@dataclass(frozen=True)
class Containerfile:
    arguments: dict[str, str]
    stages: list[Stage]

    @property
    def final(self) -> Stage:
        return self.stages[-1]


def read(path: Path) -> Containerfile:
    """Raises: ValueError for what is not understood, so that nothing is left out in silence."""
    arguments: dict[str, str] = {}
    stages: list[Stage] = []
    for line in _logical_lines(path.read_text(encoding="utf-8")):
        instruction = _instruction(line)
        if instruction.name == "FROM":
            _base, *alias = instruction.words
            stages.append(Stage(alias[1] if alias else ""))
        elif instruction.name == "ARG" and not stages:
            arguments |= instruction.pairs
        elif instruction.name == "ARG":
            raise ValueError(f"an ARG inside a stage is not understood: {line}")
        else:
            stages[-1].instructions.append(instruction)
    return Containerfile(arguments, stages)


def _logical_lines(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return [line.strip() for line in re.sub(r"\\\n\s*", "", "\n".join(lines)).splitlines() if line.strip()]


def _instruction(line: str) -> Instruction:
    name, _, rest = line.partition(" ")
    if name not in KNOWN:
        raise ValueError(f"not understood: {line}")
    options = {}
    while found := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
        options[found[1]] = found[2]
        rest = rest[found.end() :]
    return Instruction(name, rest.strip(), options)
