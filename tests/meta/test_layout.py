"""Files stay small, are named after one thing, and lie where Python finds them."""

import ast
import re
import statistics
import sys
from pathlib import Path

import pytest

from tests.meta.sources import CONNECTORS, ROOT, content, files, python_files, tree

LONGEST, MEDIAN = 500, 120
HISTORY = "migrations/versions/"
"""A revision is written once and never touched again, so its length costs nobody anything."""

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc", "stuff"}
SOURCE_ROOTS = (
    "platform",
    "graphql",
    "connectors",
    "connectors/sdk",
    "connectors/spreadsheets",
    "migrations",
    "deploy",
)
HIDDEN_BY_TESTS = {"graphql", "platform"}
"""A package of this name under tests/ would hide a library's."""


def test_no_source_file_is_longer_than_a_person_reads_at_once() -> None:
    lengths = {path: content(path).count("\n") for path in python_files() if not str(path).startswith(HISTORY)}
    assert {str(path): length for path, length in lengths.items() if length > LONGEST} == {}
    product = [length for path, length in lengths.items() if path.parts[0] != "tests" and length > 1]
    assert statistics.median(product) < MEDIAN


def test_files_are_named_after_what_is_in_them() -> None:
    vague = [str(path) for path in files() if SAYS_NOTHING & set(re.split(r"[_\W]", path.stem.lower()))]
    assert vague == []


def test_a_source_root_is_no_package() -> None:
    assert [root for root in SOURCE_ROOTS if (ROOT / root / "__init__.py").exists()] == []


@pytest.mark.parametrize("package", ["platform/equipoise", "graphql/equipoise_graphql", "tests", *CONNECTORS], ids=str)
def test_every_folder_of_modules_is_a_package(package: str) -> None:
    # mypy silently skips a folder that is none, and pytest confuses tests of the same name.
    folders = {path.parent for path in python_files(package) if str(path.parent) not in SOURCE_ROOTS}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []


def test_no_test_package_hides_a_library() -> None:
    assert {path.parts[1] for path in python_files("tests/")} & HIDDEN_BY_TESTS == set()


@pytest.mark.parametrize("path", python_files("platform/equipoise/domain/"), ids=str)
def test_a_rule_of_the_domain_imports_nothing_but_the_standard_library(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            names = [node.module or ""]
        else:
            continue
        for name in names:
            allowed = name.split(".")[0] in sys.stdlib_module_names or f"{name}.".startswith("equipoise.domain.")
            assert allowed, f"{path}:{node.lineno} imports {name}"


MODELS = [path for path in python_files("platform/equipoise/") if path.name == "models.py"]


@pytest.mark.parametrize("path", MODELS, ids=str)
def test_models_stand_on_the_database_layer_and_the_domain_alone(path: Path) -> None:
    # Which is why every feature may name another one's tables: no rule comes along with them.
    imported = {node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) and node.module}
    ours = {name for name in imported if name.startswith("equipoise")}
    assert {name for name in ours if not name.startswith(("equipoise.db.", "equipoise.domain."))} == set()


def test_the_contracts_between_layers_know_every_package() -> None:
    contracts = content(Path(".importlinter"))
    packages = {
        path.parts[-2] for path in python_files() if path.name == "__init__.py" and _is_source_root(path.parent)
    }
    assert packages >= {"equipoise", "equipoise_graphql", "equipoise_sdk"}
    listed = contracts.partition("root_packages =")[2].partition("\n\n")[0].split()
    assert sorted(packages) == sorted(listed)


def _is_source_root(package: Path) -> bool:
    return package.parts[0] in ("platform", "graphql", "connectors") and len(package.parts) == (
        3 if package.parts[0] == "connectors" else 2
    )
