"""Every error code and every setting is documented, and nothing that there is not."""

import ast
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from equipoise.settings import Settings
from tests.meta.sources import CONNECTORS, ROOT, content, python_files, tree

CODE = re.compile(r"[A-Z][A-Z0-9_]{2,}")
ROW_ERRORS = {"Unreadable", "RowError", "NoYear", "add"}
"""Called with a code among their arguments: what a run says about one row or cell."""

SETTING = re.compile(r"\bEQUIPOISE_[A-Z_]+\b")


def _codes_of(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        match node:
            case ast.ClassDef(bases=bases):
                named = any(getattr(base, "id", "") == "StrEnum" for base in bases) and node.name == "ErrorCode"
                for each in node.body:
                    value = getattr(each, "value", None)
                    targets = each.targets if isinstance(each, ast.Assign) else [getattr(each, "target", None)]
                    is_code = any(getattr(target, "id", "") == "code" for target in targets)
                    if (named or is_code) and isinstance(value, ast.Constant):
                        yield str(value.value)
            case ast.Call(func=called, args=arguments, keywords=keywords):
                name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                given = [word.value for word in keywords if word.arg == "code"]
                for value in (*given, *(arguments if name in ROW_ERRORS else ())):
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield value.value
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if getattr(key, "value", None) == "code" and isinstance(value, ast.Constant):
                        yield str(value.value)


def documented(page: str) -> list[list[str]]:
    """The cells of every line of the tables of a page."""
    lines = (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0].startswith("`")]


def test_every_error_code_is_documented_and_none_besides() -> None:
    codes = {
        code
        for path in python_files("platform/", "graphql/", *CONNECTORS)
        for code in _codes_of(path)
        if CODE.fullmatch(code)
    }
    assert len(codes) > 60
    rows = documented("errors.md")
    names = [row[0].strip("`") for row in rows]
    assert sorted(codes - set(names)) == [], "in the code, not in docs/errors.md"
    assert sorted(set(names) - codes) == [], "in docs/errors.md, not in the code"
    assert all(len(row) == 3 and row[1] and row[2] for row in rows), "a code, what it means, and what to do"


def test_every_error_code_is_documented_once_in_its_table() -> None:
    names = [row[0] for row in documented("errors.md")]
    twice = {name for name in names if names.count(name) > 1}
    assert twice <= {"`NOT_A_NUMBER`", "`DUPLICATE_VALUE`", "`DUPLICATE`", "`RATE_LIMITED`"}, "of the API and of a row"


def test_every_setting_is_documented_as_it_is() -> None:
    expected = [
        [f"`{_variable(name)}`", _shown(field.default), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    table = "\n".join(f"| {' | '.join(row)} |" for row in expected)
    assert documented("settings.md") == expected, f"the table of docs/settings.md has to be:\n{table}"


def test_no_setting_is_read_that_is_not_documented() -> None:
    known = {_variable(name) for name in Settings.model_fields}
    for path in python_files("platform/", "graphql/", "benchmarks/", *CONNECTORS):
        unknown = {name for name in SETTING.findall(content(path)) if name not in known and not name.endswith("_")}
        assert unknown == set(), f"{path} speaks of settings that there are not"


def _variable(name: str) -> str:
    return f"EQUIPOISE_{name.upper()}"


def _shown(default: object) -> str:
    match default:
        case None:
            return "unset"
        case Enum():
            return f"`{default.value}`"
        case SecretStr():
            raise AssertionError("a secret has no default")
    assert default is not PydanticUndefined, "every setting has a default"
    return f"`{default}`"
