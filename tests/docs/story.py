"""A guide carried out from top to bottom, as its reader would."""

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graphql import GraphQLSchema, build_schema, parse, validate

from tests.docs.answers import Names, shown
from tests.docs.guides import ROOT, Block, Guide
from tests.docs.make import make
from tests.docs.site import ADDRESS, Site

Send = Callable[[str, dict[str, Any], str], Awaitable[dict[str, Any]]]
"""Answers a document with variables for who holds a token."""


@cache
def _schema() -> GraphQLSchema:
    return build_schema((ROOT / "graphql/equipoise_graphql/schema.graphql").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Step:
    """A block to carry out, with what belongs to it."""

    block: Block
    variables: Block | None = None
    answer: Block | None = None
    """What comes back, as JSON."""
    printed: Block | None = None
    """What is printed, word for word."""


def steps(guide: Guide) -> list[Step]:
    """Raises: AssertionError for a block that nothing would be done with."""
    return list(_steps(guide.blocks()))


def _steps(blocks: list[Block]) -> Iterator[Step]:
    ahead = list(reversed(blocks))
    while ahead:
        block = ahead.pop()
        match block.language, block.role:
            case ("text", ""):
                continue
            case ("sh" | "python", "") | ("graphql", ""):
                variables = ahead.pop() if _is(ahead, "json", "variables") else None
                answer = ahead.pop() if _is(ahead, "json", "") else None
                yield Step(block, variables, answer, ahead.pop() if _is(ahead, "text", "printed") else None)
            case (_, path) if "." in path:
                yield Step(block)
            case _:
                raise AssertionError(f"{block}: nobody knows what to do with a block of {block.language!r}")


def _is(ahead: list[Block], language: str, role: str) -> bool:
    return bool(ahead) and (ahead[-1].language, ahead[-1].role) == (language, role)


@dataclass
class Story:
    """One guide under way."""

    guide: Guide
    site: Site
    send: Send
    names: Names = field(default_factory=Names)
    answers: dict[Block, str] = field(default_factory=dict)
    """What really came where the guide has something else, in the ids of the guide."""

    async def tell(self) -> list[str]:
        """Carry out every step; returns where an answer is not the documented one."""
        return [line for step in steps(self.guide) for line in await self._carry_out(step)]

    def renewed(self) -> str:
        """The guide with the answers that came."""
        text = self.guide.text
        for block, answer in reversed(self.answers.items()):
            text = text[: block.start] + answer + text[block.start + len(block.text) :]
        return text

    async def _carry_out(self, step: Step) -> list[str]:
        if ADDRESS in step.block.text and not step.block.role:
            self.site.serve()
        match step.block.language:
            case _ if step.block.role:
                self.site.write(step.block.role, self.names.real(step.block.text))
                return []
            case "graphql":
                return await self._ask(step)
            case "sh":
                printed = self._run(step.block.text)
            case _:
                self.site.write("example.py", self.names.real(step.block.text))
                printed = self.site.shell(".venv/bin/python example.py")
        if step.answer:
            return self._compared(step.answer, json.loads(printed))
        return self._compared_words(step.printed, printed) if step.printed else []

    def _run(self, block: str) -> str:
        """What the commands print; what stands for make is carried out first."""
        lines = block.splitlines(keepends=True)
        called = [line.split()[1:] for line in lines if line.split()[:1] == ["make"]]
        printed = "".join(make(words, self.site) for words in called)
        commands = "".join(line for line in lines if line.split()[:1] != ["make"])
        return printed + (self.site.shell(self.names.real(commands)) if commands.strip() else "")

    async def _ask(self, step: Step) -> list[str]:
        problems = validate(_schema(), parse(step.block.text))
        assert not problems, f"{step.block}: {problems[0].message}"
        if step.answer is None:
            return []
        assert self.site.token, f"{step.block}: no block before this one sets TOKEN"
        written = step.variables.text if step.variables else "{}"
        variables = json.loads(self.site.here(self.names.real(written)))
        return self._compared(step.answer, await self.send(self.site.here(step.block.text), variables, self.site.token))

    def _compared(self, block: Block, real: Any) -> list[str]:
        real, documented = json.loads(self.site.documented(json.dumps(real))), json.loads(block.text)
        if isinstance(real, dict) and "extensions" not in documented:
            real.pop("extensions", None)  # what an answer cost is in all of them, and shown where it is explained
        differences = self.names.differences(documented, real)
        if differences:
            self.answers[block] = shown(self.names.documented(real)) + "\n"
        return [f"{block} {line}" for line in differences]

    def _compared_words(self, block: Block, printed: str) -> list[str]:
        there = self.site.documented(printed).strip().splitlines()
        documented = block.text.strip().splitlines()
        differences = self.names.differences(documented, there, "line")
        if differences:
            self.answers[block] = "\n".join(there) + "\n"
        return [f"{block} {line}" for line in differences]
