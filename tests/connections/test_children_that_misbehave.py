"""Whatever a connector's process does, the host ends it in time and says in words what happened."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from equipoise.connections.child.failures import ConnectorFailed
from equipoise.connections.child.scrub import scrubbing
from tests.connections.children import LIMITS, VALUE, heard, is_gone, written


async def failure(body: str, folder: Path, **limits: int) -> ConnectorFailed:
    with pytest.raises(ConnectorFailed) as caught:
        await heard(body, folder, limits=replace(LIMITS, **limits))
    return caught.value


async def test_what_is_said_is_taken_in_its_order(tmp_path: Path) -> None:
    took, done = await heard("value()\nvalue()\nsay(type='done', values=2, row_errors=0)", tmp_path)
    assert took == [VALUE, VALUE]
    assert done.values == 2


@pytest.mark.parametrize(
    "body",
    [
        "print('hello')",
        "sys.stdout.buffer.write(b'\\xff\\xfe\\n')",
        "print('{}')",
        "print('null')",
        "print('[' * 20000)",
        "print('{\"type\":' * 5000)",
        "say(type='gift')",
        "say(type='measure', key='m', name='M', grain='month')",
        "value(value=1)",
        "value(value='1' * 400)",
        "value(period_start='31.01.2026')",
        "value(period_start=20260101)",
        "value(measure=None)",
        "value(dimensions=['north'])",
        "value(dimensions={'region': 7})",
        "value(measure='\\ud800')",
        "say(type='row_error', where='A1', message='m' * 20000, code='X')",
        "say(type='done', values='many')",
        "say(type='done', values=10**30)",
        "say(type='error', kind='boredom', message='x')",
    ],
)
async def test_what_is_no_message_ends_the_run_as_the_connectors_bug(tmp_path: Path, body: str) -> None:
    refused = await failure(f"value()\n{body}\ntime.sleep(60)", tmp_path)
    assert refused.code == "CONNECTOR_BUG"
    assert "Traceback" not in refused.message


async def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    begun = time.monotonic()
    refused = await failure("while True: sys.stdout.write('x' * 65536)", tmp_path)
    assert refused.code == "CONNECTOR_BUG"
    assert "a line of more than" in refused.message
    assert time.monotonic() - begun < 10


async def test_messages_without_end_are_not_read_to_their_end(tmp_path: Path) -> None:
    refused = await failure("while True: value()", tmp_path, messages=1_000)
    assert refused.code == "CONNECTOR_BUG"
    assert "1,000 messages" in refused.message


async def test_output_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    refused = await failure("while True: value(note='x' * 50000)", tmp_path, total_bytes=1_000_000)
    assert "1,000,000 bytes" in refused.message


async def test_logs_without_end_do_not_fill_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await heard("for n in range(500): say(type='log', level='info', message=f'step {n}')\nsay(type='done')", tmp_path)
    assert sum("step" in record.getMessage() for record in caplog.records) == 100


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("os._exit(0)", "CRASHED", "exit code 0"),
        ("sys.exit(3)", "CRASHED", "exit code 3"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "CRASHED", "SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "CRASHED", "killed"),
        ("os.kill(os.getpid(), signal.SIGXCPU)", "TIME_OUT", "processor time"),
        ("print('memory allocation of 9 bytes failed', file=sys.stderr); os.abort()", "OUT_OF_MEMORY", "256 MB"),
        ("os.abort()", "CRASHED", "SIGABRT"),
        ("os.close(1); os.close(2); time.sleep(60)", "CONNECTOR_BUG", "went on running"),
    ],
)
async def test_a_process_that_ends_without_a_last_word_is_explained(
    tmp_path: Path, body: str, code: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("equipoise.connections.child.process._END_SECONDS", 1.0)
    refused = await failure(f"value()\n{body}", tmp_path)
    assert refused.code == code
    assert words in refused.message


async def test_a_silent_process_is_ended(tmp_path: Path) -> None:
    refused = await failure("value()\ntime.sleep(60)", tmp_path, idle_seconds=1)
    assert (refused.code, "said nothing for 1 seconds" in refused.message) == ("TIME_OUT", True)


async def test_a_process_that_keeps_talking_is_ended_all_the_same(tmp_path: Path) -> None:
    refused = await failure("while True:\n    value()\n    time.sleep(0.05)", tmp_path, seconds=2)
    assert (refused.code, "not ready after 2 seconds" in refused.message) == ("TIME_OUT", True)


async def test_a_process_that_never_reads_its_request_is_ended(tmp_path: Path) -> None:
    config = {"text": "x" * 3_000_000}
    with pytest.raises(ConnectorFailed) as caught:
        await heard("time.sleep(60)", tmp_path, config=config, reads=False, limits=replace(LIMITS, idle_seconds=1))
    assert caught.value.code == "TIME_OUT"


async def test_a_program_that_is_not_there_is_a_failure_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.connections.children.sys.executable", str(tmp_path / "python"))
    assert (await failure("", tmp_path)).code == "CRASHED"


FORK = """
if os.fork() == 0:
    {leave}
    open({path!r}, "w").write(f"{{os.getpid()}}\\n")
    time.sleep(60)
time.sleep(0.5)
"""


async def test_children_that_a_process_leaves_behind_are_ended_with_it(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    fork = FORK.format(leave="", path=str(path))
    begun = time.monotonic()
    took, _ = await heard(f"{fork}\nvalue()\nsay(type='done', values=1)", tmp_path)
    assert took == [VALUE]
    assert await is_gone(await written(path))
    assert time.monotonic() - begun < 20


async def test_a_grandchild_that_holds_the_pipes_does_not_hold_up_the_end(tmp_path: Path) -> None:
    path = tmp_path / "pid"
    begun = time.monotonic()
    refused = await failure(FORK.format(leave="", path=str(path)) + "\nos._exit(4)", tmp_path)
    assert "exit code 4" in refused.message
    assert time.monotonic() - begun < 9, "not only when the time is up"
    assert await is_gone(await written(path))


async def test_cancelling_ends_the_process_and_its_children(tmp_path: Path) -> None:
    path, mine = tmp_path / "pid", tmp_path / "mine"
    fork = FORK.format(leave="", path=str(path))
    asking = asyncio.create_task(
        heard(f"{fork}\nopen({str(mine)!r}, 'w').write(f'{{os.getpid()}}\\n')\ntime.sleep(60)", tmp_path)
    )
    child, grandchild = await written(mine), await written(path)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert await is_gone(child)
    assert await is_gone(grandchild)


async def test_the_environment_is_empty_and_the_folder_private(tmp_path: Path) -> None:
    body = """
    own = {name for name in os.environ if name != "LC_CTYPE"}
    value(note=json.dumps([sorted(own), os.getcwd()]))
    say(type="done", values=1)
    """
    took, _ = await heard(body, tmp_path)
    assert [getattr(message, "note", None) for message in took] == [f'[[], "{tmp_path}"]']


async def test_a_flood_on_stderr_neither_blocks_nor_fills_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await heard("sys.stderr.write('x' * 5_000_000 + 'the end')\nsys.stderr.flush()\nsay(type='done')", tmp_path)
    (shown,) = (record.getMessage() for record in caplog.records if "stderr" in record.getMessage())
    assert shown.endswith("the end")
    assert len(shown) < 21_000


SECRETS: list[Callable[[str], str]] = [
    lambda secret: f"say(type='error', kind='auth', message={secret!r} + ' was refused')",
    lambda secret: f"say(type='error', kind='config', message='x', problems=[dict(field='a', message={secret!r})])",
    lambda secret: f"say(type='error', kind='bug', message=json.dumps({secret!r}))",
    lambda secret: f"say(type={secret!r})",
    lambda secret: f"say(type='log', level='info', message={secret!r})\nos._exit(1)",
    lambda secret: f"sys.stderr.write({secret!r})\nsys.stderr.flush()\nos._exit(1)",
]


@pytest.mark.parametrize("leak", SECRETS)
async def test_a_secret_that_a_process_gives_away_is_in_no_message_and_no_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, leak: Callable[[str], str]
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = 'hunter2 "&/ü'
    with pytest.raises(ConnectorFailed) as caught:
        await heard(leak(secret), tmp_path, config={"password": secret}, scrub=scrubbing([secret]))
    said = [caught.value.message, *(problem.message for problem in caught.value.each())]
    assert not any("hunter2" in text for text in [*said, caplog.text])
