"""Plugins that misbehave, each in the process that the host has started for it."""

import json
import signal
import time
from pathlib import Path

import pytest

from tests.connectors.plugin_packages import install
from tests.connectors.runner import run, start

SECRET = "hunter2/&pass word"


def misbehaving(folder: Path, body: str) -> Path:
    """A connector whose `read` is `body`."""
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    source = f"class Rogue(Plain):\n    key = 'rogue'\n    def read(self, query):\n{lines}\n"
    return install(folder, "rogue", source + "register_connectors = registers(Rogue)\n")


def test_prints_do_not_disturb_the_protocol(tmp_path: Path) -> None:
    body = """
print("hello from print")
os.write(1, b"hello from the descriptor\\n")
sys.__stdout__.write("hello from the original stdout\\n"); sys.__stdout__.flush()
os.system("echo hello from a child")
sys.stdout.buffer.write(b"hello in bytes\\n"); sys.stdout.flush()
yield Value("m", date(2026, 1, 1), Decimal(1))
"""
    answer = run({"command": "read", "connector": "rogue"}, misbehaving(tmp_path, body))
    assert [message["type"] for message in answer.messages] == ["value", "done"]
    for hello in ("print", "the descriptor", "the original stdout", "a child"):
        assert f"hello from {hello}" in answer.stderr
    assert "hello in bytes" in answer.stderr


def test_stdin_is_empty_for_the_connector(tmp_path: Path) -> None:
    body = "yield Value('m', date(2026, 1, 1), Decimal(len(sys.stdin.read())))"
    answer = run({"command": "read", "connector": "rogue"}, misbehaving(tmp_path, body))
    assert answer.of("value")[0]["value"] == "0"


def test_a_sudden_exit_leaves_no_last_message(tmp_path: Path) -> None:
    body = "yield Value('m', date(2026, 1, 1), Decimal(1))\nos._exit(0)"
    answer = run({"command": "read", "connector": "rogue"}, misbehaving(tmp_path, body))
    assert answer.of("done") == answer.of("error") == []


def test_a_thread_left_behind_does_not_keep_the_run_alive(tmp_path: Path) -> None:
    body = "import threading\nthreading.Thread(target=time.sleep, args=[60]).start()\nyield Checkpoint({})"
    answer = run({"command": "read", "connector": "rogue"}, misbehaving(tmp_path, body))
    assert answer.last["type"] == "done"


def test_a_fork_says_nothing_in_the_name_of_the_run(tmp_path: Path) -> None:
    body = "os.fork()\nyield Value('m', date(2026, 1, 1), Decimal(1))"
    answer = run({"command": "read", "connector": "rogue"}, misbehaving(tmp_path, body))
    assert [message["type"] for message in answer.messages] == ["value", "done"]


def test_running_out_of_memory_is_said_cleanly(tmp_path: Path) -> None:
    body = "held = []\nwhile True:\n    held.append(bytearray(1024 * 1024))\nyield"
    limits = {"memory_bytes": 256 * 1024 * 1024}
    answer = run({"command": "read", "connector": "rogue", "limits": limits}, misbehaving(tmp_path, body))
    assert answer.last["kind"] == "out_of_memory"
    assert answer.exit_code == 1


def test_running_out_of_memory_in_small_pieces_is_said_cleanly(tmp_path: Path) -> None:
    body = "held = []\nwhile True:\n    held.append([str(len(held))])\nyield"
    limits = {"memory_bytes": 256 * 1024 * 1024}
    answer = run({"command": "read", "connector": "rogue", "limits": limits}, misbehaving(tmp_path, body))
    assert answer.last["kind"] == "out_of_memory"


def test_processor_time_is_limited(tmp_path: Path) -> None:
    body = "while True: pass\nyield"
    request = {"command": "read", "connector": "rogue", "limits": {"cpu_seconds": 1}}
    answer = run(request, misbehaving(tmp_path, body))
    assert answer.exit_code == -signal.SIGXCPU
    assert answer.messages == []


def test_files_are_limited_in_size_and_number(tmp_path: Path) -> None:
    body = f"""
try:
    with open({str(tmp_path / "large")!r}, "wb") as file: file.write(bytes(10_000))
except OSError as error: print("size:", error)
held = []
try:
    while True: held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error: print("number:", len(held) < 32)
for each in held: os.close(each)
yield Value("m", date(2026, 1, 1), Decimal(1))
"""
    limits = {"file_bytes": 1000, "open_files": 32}
    answer = run({"command": "read", "connector": "rogue", "limits": limits}, misbehaving(tmp_path, body))
    assert "size: [Errno 27] File too large" in answer.stderr
    assert "number: True" in answer.stderr
    assert answer.last["type"] == "done"


def test_limits_hold_before_the_plugin_is_imported(tmp_path: Path) -> None:
    install(tmp_path, "rogue", "held = bytearray(512 * 1024 * 1024)\nregister_connectors = registers(Plain)\n")
    limits = {"memory_bytes": 256 * 1024 * 1024}
    answer = run({"command": "check", "connector": "rogue", "limits": limits}, tmp_path)
    assert answer.last["kind"] == "out_of_memory"


def test_what_was_read_before_a_kill_has_arrived(tmp_path: Path) -> None:
    body = "yield Value('m', date(2026, 1, 1), Decimal(1))\nyield Checkpoint({'after': 1})\ntime.sleep(60)"
    with start(misbehaving(tmp_path, body)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"command": "read", "connector": "rogue"}\n')
        process.stdin.close()
        lines = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.kill()
        assert process.stdout.read() == b""
    assert [line["type"] for line in lines] == ["value", "checkpoint"]
    assert process.returncode == -signal.SIGKILL


def test_a_host_that_has_gone_away_ends_the_run(tmp_path: Path) -> None:
    body = "while True: yield Value('m', date(2026, 1, 1), Decimal(1))"
    with start(misbehaving(tmp_path, body)) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"command": "read", "connector": "rogue"}\n')
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=30) == 1


@pytest.mark.parametrize(
    "body",
    [
        "raise RuntimeError(f'cannot sign in with {secret}')",
        "raise RuntimeError(f'GET https://x.example/?key={quote(secret)}')",
        "raise Transient(f'refused: {secret}')",
        "raise ConfigError('password', f'{secret} is wrong')",
        "print(secret); print(secret, file=sys.stderr); raise RuntimeError('no')",
        "import logging; logging.warning('signing in with %s', secret)",
        "yield Value('m', date(2026, 1, 1), Decimal(1), note=secret, label=secret, source=secret)",
        "yield Value('m', date(2026, 1, 1), Decimal(1), dimensions={'d': secret})",
        "yield RowError(secret, f'bad: {secret}')",
    ],
)
def test_a_secret_appears_nowhere(tmp_path: Path, body: str) -> None:
    source = f"""
from urllib.parse import quote
class Config(BaseModel):
    user: str
    password: SecretStr
class Leaky(Connector[Config]):
    key, title = "leaky", "Leaky"
    def check(self): pass
    def discover(self): return []
    def read(self, query):
        secret = self.config.password.get_secret_value()
        {body}
        yield Checkpoint({{}})
register_connectors = registers(Leaky)
"""
    install(tmp_path, "leaky", source)
    config = {"user": "someone", "password": SECRET}
    answer = run({"command": "read", "connector": "leaky", "config": config}, tmp_path)
    everything = json.dumps(answer.messages) + answer.stderr
    assert "hunter2" not in everything
    assert "********" in everything


def test_a_secret_in_a_wrong_configuration_appears_nowhere(tmp_path: Path) -> None:
    source = """
    class Nested(BaseModel):
        token: SecretStr
        @field_validator("token")
        @classmethod
        def long_enough(cls, token):
            raise ValueError(f"{token.get_secret_value()} is too short")
    class Config(BaseModel):
        count: int
        credentials: list[Nested]
        password: SecretStr | None = None
    class Strict(Connector[Config]):
        key, title = "strict", "Strict"
        def check(self): pass
        def discover(self): return []
        def read(self, query): yield Checkpoint({})
    register_connectors = registers(Strict)
    """
    install(tmp_path, "strict", source)
    config = {"count": "hunter2-in-the-wrong-field", "credentials": [{"token": SECRET}], "password": [SECRET]}
    answer = run({"command": "check", "connector": "strict", "config": config}, tmp_path)
    assert "hunter2" not in json.dumps(answer.messages) + answer.stderr
    assert {problem["field"] for problem in answer.last["problems"]} >= {"count", "credentials.0.token", "password"}


def test_a_plugin_that_fails_to_load_takes_nothing_else_down(tmp_path: Path) -> None:
    install(tmp_path, "good", "register_connectors = registers(Plain)")
    install(tmp_path, "broken", "import a_module_that_does_not_exist")
    install(tmp_path, "leaving", "sys.exit(3)")
    install(tmp_path, "silent", "x = 1")
    install(tmp_path, "odd", "register_connectors = registers(int)")
    install(tmp_path, "raising", "@hookimpl\ndef register_connectors(): raise RuntimeError('not today')\n")
    install(tmp_path, "untitled", "class U(Plain):\n    key, title = 'u', ''\nregister_connectors = registers(U)\n")
    install(tmp_path, "zz_copy", "register_connectors = registers(Plain)")
    answer = run({"command": "spec"}, tmp_path)
    assert {"plain", "spreadsheets"} <= {message["key"] for message in answer.of("spec")}
    failures = {message["plugin"]: message["message"] for message in answer.of("plugin_failed")}
    assert failures == {
        "broken": "ModuleNotFoundError: No module named 'a_module_that_does_not_exist'",
        "leaving": "SystemExit: 3",
        "silent": "it registers no connector: a module-level @hookimpl register_connectors() is missing",
        "odd": "<class 'int'> is not a subclass of equipoise_sdk.Connector",
        "raising": "RuntimeError: not today",
        "untitled": "U has no title",
        "zz_copy": "the key 'plain' is taken by the plugin 'good'",
    }
    assert answer.last["type"] == "done"


def test_a_connector_runs_although_another_plugin_is_broken(tmp_path: Path) -> None:
    install(tmp_path, "aaa_broken", "raise RuntimeError('broken at import')")
    install(tmp_path, "plugin_of_plain", "register_connectors = registers(Plain)")
    answer = run({"command": "read", "connector": "plain"}, tmp_path)
    assert answer.last == {"type": "done", "values": 1, "row_errors": 0}


def test_a_connector_whose_plugin_bears_its_name_loads_no_other(tmp_path: Path) -> None:
    install(tmp_path, "plain", "register_connectors = registers(Plain)")
    install(tmp_path, "other", "print('other was imported')\nregister_connectors = registers()")
    answer = run({"command": "check", "connector": "plain"}, tmp_path)
    assert answer.last["type"] == "done"
    assert "other was imported" not in answer.stderr


def test_a_hundred_thousand_values_take_seconds(tmp_path: Path) -> None:
    body = "for n in range(100_000): yield Value('m', date(2026, 1, 1), Decimal(n), dimensions={'d': str(n)})"
    began = time.monotonic()
    answer = run({"command": "read", "connector": "rogue"}, misbehaving(tmp_path, body))
    assert answer.last == {"type": "done", "values": 100_000, "row_errors": 0}
    assert time.monotonic() - began < 15
