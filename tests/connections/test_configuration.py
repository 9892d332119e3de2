"""Configurations in two parts: what can be read back, and the secrets."""

from decimal import Decimal
from typing import Any

import pytest

from equipoise.connections.configuration import Configuration, read_configuration
from equipoise.domain.errors import Refusal

SECRET = {"type": "string", "writeOnly": True, "format": "password"}
SCHEMA = {
    "$defs": {
        "Token": SECRET,
        "Basic": {"type": "object", "properties": {"user": {"type": "string"}, "password": SECRET}},
        "Key": {"type": "object", "properties": {"api_key": {"$ref": "#/$defs/Token"}}},
    },
    "type": "object",
    "properties": {
        "auth": {"anyOf": [{"$ref": "#/$defs/Basic"}, {"$ref": "#/$defs/Key"}]},
        "headers": {"type": "array", "items": {"$ref": "#/$defs/Basic"}},
        "passphrase": {"anyOf": [SECRET, {"type": "null"}]},
        "host": {"type": "string"},
    },
}


def read(config: Any, kept: Configuration | None = None) -> Configuration:
    return read_configuration(config, SCHEMA, kept)


def test_secrets_are_found_through_references_unions_and_lists() -> None:
    whole = {
        "host": "a",
        "passphrase": "p1",
        "auth": {"user": "u", "password": "p2", "api_key": "p3"},
        "headers": [{"user": "v", "password": "p4"}],
    }
    found = read(whole)
    assert found.public == {"host": "a", "auth": {"user": "u"}, "headers": [{"user": "v"}]}
    assert sorted(found.secret_texts()) == ["p1", "p2", "p3", "p4"]
    assert found.whole() == whole


def test_secrets_survive_being_kept_as_bytes() -> None:
    found = read({"headers": [{"password": "p"}], "passphrase": ["q", {"r": 1}]})
    again = Configuration.of_bytes(found.public, found.secrets_as_bytes())
    assert again == found
    assert sorted(again.secret_texts()) == ["1", "p", "q"]


def test_a_secret_that_is_left_out_stays_and_null_removes_it() -> None:
    before = read({"host": "a", "passphrase": "p", "auth": {"user": "u", "password": "q"}})
    assert read({"host": "b", "auth": {"user": "w"}}, before).whole() == {
        "host": "b", "passphrase": "p", "auth": {"user": "w", "password": "q"},
    }  # fmt: skip
    assert read({"host": "a", "passphrase": None, "auth": {"user": "u"}}, before).secret_texts() == ["q"]
    assert read({"host": "a"}, before).whole() == {"host": "a", "passphrase": "p"}


def test_in_a_list_a_secret_stays_only_with_the_entry_it_belonged_to() -> None:
    before = read({"headers": [{"user": "a", "password": "p"}, {"user": "b", "password": "q"}]})
    assert read({"headers": [{"user": "b"}]}, before).secret_texts() == []
    assert read({"headers": [{"user": "a"}, {"user": "c"}]}, before).secret_texts() == ["p"]


def test_a_configuration_does_not_show_its_secrets_when_it_is_printed() -> None:
    assert "hunter2" not in repr(read({"passphrase": "hunter2"}))


@pytest.mark.parametrize(
    ("config", "field"),
    [
        (None, "config"),
        ([], "config"),
        ("text", "config"),
        ({"a": "x" * 200_001}, "config"),
        ({"a": "nul \0"}, "config.a"),
        ({"a": ["\ud800"]}, "config.a.0"),
        ({"a\0": 1}, "config"),
        ({"a": 10**400}, "config.a"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_its_place(config: Any, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(config)
    assert refused.value.field == field


def test_nesting_without_end_is_refused() -> None:
    config: dict[str, Any] = {}
    for _ in range(5_000):
        config = {"a": config}
    with pytest.raises(Refusal, match="nested more than 20 deep"):
        read(config)


def test_figures_stay_the_figures_they_were() -> None:
    given = {"a": Decimal("0.5"), "b": Decimal("0.12345678901234567890123"), "c": 7, "d": Decimal("1e999"), "e": True}
    assert read(given).public == {"a": 0.5, "b": "0.12345678901234567890123", "c": 7, "d": "1E+999", "e": True}
