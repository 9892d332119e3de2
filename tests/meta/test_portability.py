"""Nothing in the project knows the machine on which it was made, or where its packages came from."""

import re
from pathlib import Path

import pytest

from tests.meta.sources import ROOT, files

FROM_ONE_MACHINE = re.compile(r"(?<![\w.:-])/(?:work|home/\w+|root|Users/\w+)/[\w.-]+")
REGISTRY = re.compile(
    r"\b(?:[\w-]+\.)*(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|anaconda\.org)\b|[/]simple/", re.I
)
TEXTS = [path for path in files() if path.suffix not in {".xlsx", ".xls", ".ods", ".png", ".ico", ".woff2", ".gz"}]

PACKAGE = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==\S+(?P<rest>.*)$")


def text_of(path: Path) -> str:
    return (ROOT / path).read_bytes().decode("utf-8", errors="replace")


def test_no_file_names_a_path_of_one_machine() -> None:
    assert {str(path): found for path in TEXTS if (found := FROM_ONE_MACHINE.findall(text_of(path)))} == {}


def test_no_file_names_a_package_registry() -> None:
    assert {str(path): found for path in TEXTS if (found := REGISTRY.findall(text_of(path)))} == {}


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_requirement_is_locked_with_hashes_and_without_an_address(name: str) -> None:
    lines = text_of(Path("requirements") / name).replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert len(packages) > 20
    for line in packages:
        assert PACKAGE.match(line), f"not locked to one version: {line}"
        assert "--hash=sha256:" in line, f"without a hash: {line}"
        assert "://" not in line, f"with an address: {line}"
