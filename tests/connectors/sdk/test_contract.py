"""What a connector is given and what it is made of."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from equipoise_sdk import ConfigError, Connector, Context, Measure, Query
from equipoise_sdk.reading import Item


class Settings(BaseModel):
    token: SecretStr


class Small(Connector[Settings]):
    key, title = "small", "Small"

    def check(self) -> None: ...

    def discover(self) -> Sequence[Measure]:
        return []

    def read(self, query: Query) -> Iterator[Item]:
        return iter(())


def test_the_configuration_model_is_the_type_argument() -> None:
    assert Small.Config is Settings


def test_a_secret_is_marked_in_the_schema() -> None:
    token = Small.Config.model_json_schema()["properties"]["token"]
    assert (token["format"], token["writeOnly"]) == ("password", True)


def test_a_subclass_of_a_connector_keeps_the_configuration_model() -> None:
    class Smaller(Small):
        key = "smaller"

    assert Smaller.Config is Settings


def test_a_query_covers_its_first_day_and_not_its_last() -> None:
    query = Query(measures=frozenset({"a"}), since=date(2026, 1, 1), until=date(2026, 2, 1))
    assert query.covers(date(2026, 1, 1))
    assert not query.covers(date(2025, 12, 31))
    assert not query.covers(date(2026, 2, 1))
    assert (query.wants("a"), query.wants("b")) == (True, False)


def test_an_open_query_covers_everything() -> None:
    assert Query().covers(date.min)
    assert Query().wants("anything")


def test_only_the_files_of_the_connection_are_found(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_bytes(b"x")
    context = Context({"orders.csv": mine})
    assert context.file("orders.csv") == mine
    for name in (str(mine), "mine.csv", "../mine.csv", ""):
        with pytest.raises(ConfigError, match=r"no file named .*; it has 'orders\.csv'") as caught:
            context.file(name, field="path")
        assert caught.value.field == "path"


def test_on_the_command_line_a_name_may_be_a_path(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(b"x")
    assert Context(any_path=True).file(str(tmp_path / "mine.csv")) == tmp_path / "mine.csv"


def test_a_file_that_is_gone_or_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(2 * 1024 * 1024))
    context = Context({"gone": tmp_path / "gone", "folder": tmp_path, "large": tmp_path / "large"})
    for name in ("gone", "folder"):
        with pytest.raises(ConfigError, match="is gone or cannot be read"):
            context.file(name)
    with pytest.raises(ConfigError, match="larger than 1 MB"):
        context.file("large", max_bytes=1024 * 1024)


def test_the_list_of_files_in_an_error_is_bounded(tmp_path: Path) -> None:
    context = Context({f"{number}{'x' * 500}": tmp_path for number in range(1000)})
    with pytest.raises(ConfigError, match="and 980 more") as caught:
        context.file("y" * 10_000)
    assert len(str(caught.value)) < 3000
