"""What the runner answers, command by command."""

from pathlib import Path

import pytest

from tests.connectors.plugin_packages import install
from tests.connectors.runner import run

SAMPLE = """
class Config(BaseModel):
    name: str
    count: int = 1

class Sample(Connector[Config]):
    '''A sample.'''
    key, title, hosts = "sample", "Sample", ("*.sample.example",)
    limits = RateLimit(300, per_seconds=60)

    async def check(self):
        await asyncio.sleep(0)

    async def discover(self):
        return [Measure("won", "Deals won", "deals", Grain.QUARTER, ("region",), Decimal(100))]

    async def read(self, query):
        for month in range(1, self.config.count + 1):
            yield Value("won", date(2026, month, 1), Decimal("1.50"))
        yield RowError("row 7", "is bad", "BAD")
        yield Checkpoint({"after": 3})
        yield Value("won", date(2026, 12, 1), Decimal("2E+3"), Decimal(2), Decimal(3), "good", {"region": "EU"},
                    "note", "Sheet1!D7")

register_connectors = registers(Sample)
"""


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    return install(tmp_path, "sample", SAMPLE)


def test_spec_describes_each_installed_connector(plugins: Path) -> None:
    answer = run({"command": "spec"}, plugins)
    sample = next(message for message in answer.of("spec") if message["key"] == "sample")
    assert sample["config_schema"]["required"] == ["name"]
    assert {name: sample[name] for name in sample if name != "config_schema"} == {
        "type": "spec",
        "key": "sample",
        "title": "Sample",
        "description": "A sample.",
        "plugin": "sample",
        "distribution": "sample-dist",
        "version": "1.2",
        "hosts": ["*.sample.example"],
        "limits": {"requests": 300, "per_seconds": 60},
    }
    assert "spreadsheets" in {message["key"] for message in answer.of("spec")}
    assert answer.last["type"] == "done"
    assert answer.exit_code == 0


def test_spec_of_one_connector_is_that_one_alone(plugins: Path) -> None:
    answer = run({"command": "spec", "connector": "sample"}, plugins)
    assert [message["type"] for message in answer.messages] == ["spec", "done"]


def test_validate_looks_at_the_configuration_alone(tmp_path: Path) -> None:
    source = """
    class Far(Plain):
        key = "far"
        def check(self): raise Transient("the source was reached")
    register_connectors = registers(Far)
    """
    install(tmp_path, "far", source)
    answer = run({"command": "validate", "connector": "far"}, tmp_path)
    assert [message["type"] for message in answer.messages] == ["ok", "done"]
    refused = run({"command": "validate", "connector": "spreadsheets", "config": {"file": "f", "sources": []}})
    assert (refused.last["kind"], refused.last["field"]) == ("config", "sources")


def test_check_answers_ok(plugins: Path) -> None:
    answer = run({"command": "check", "connector": "sample", "config": {"name": "x"}}, plugins)
    assert [message["type"] for message in answer.messages] == ["ok", "done"]


def test_discover_answers_with_the_measures(plugins: Path) -> None:
    answer = run({"command": "discover", "connector": "sample", "config": {"name": "x"}}, plugins)
    assert answer.messages[0] == {
        "type": "measure",
        "key": "won",
        "name": "Deals won",
        "unit": "deals",
        "grain": "quarter",
        "dimensions": ["region"],
        "factor": "100",
    }


def test_read_answers_in_the_connectors_order_with_exact_figures(plugins: Path) -> None:
    answer = run({"command": "read", "connector": "sample", "config": {"name": "x"}}, plugins)
    assert answer.messages == [
        {"type": "value", "measure": "won", "period_start": "2026-01-01", "value": "1.50"},
        {"type": "row_error", "where": "row 7", "message": "is bad", "code": "BAD"},
        {"type": "checkpoint", "state": {"after": 3}},
        {
            "type": "value",
            "measure": "won",
            "period_start": "2026-12-01",
            "value": "2E+3",
            "numerator": "2",
            "denominator": "3",
            "label": "good",
            "dimensions": {"region": "EU"},
            "note": "note",
            "source": "Sheet1!D7",
        },
        {"type": "done", "values": 2, "row_errors": 1},
    ]


def test_a_plain_generator_reads_as_well_as_an_async_one(tmp_path: Path) -> None:
    install(tmp_path, "plain", "register_connectors = registers(Plain)")
    answer = run({"command": "read", "connector": "plain"}, tmp_path)
    assert answer.last == {"type": "done", "values": 1, "row_errors": 0}


def test_the_query_reaches_the_connector(tmp_path: Path) -> None:
    source = """
    class Echo(Plain):
        key = "echo"
        def read(self, query):
            said = (query.since, query.until, query.checkpoint, query.first_month_of_year, sorted(query.measures))
            yield Value("m", date(2026, 1, 1), Decimal(1), note=repr(said))
    register_connectors = registers(Echo)
    """
    install(tmp_path, "echo", source)
    query = {
        "measures": ["b", "a"],
        "since": "2026-01-01",
        "until": "2026-02-01",
        "checkpoint": {"x": 1},
        "first_month_of_year": 4,
    }
    answer = run({"command": "read", "connector": "echo", "query": query}, tmp_path)
    said = "(datetime.date(2026, 1, 1), datetime.date(2026, 2, 1), {'x': 1}, 4, ['a', 'b'])"
    assert answer.messages[0]["note"] == said


def test_a_configuration_that_does_not_fit_names_its_fields(plugins: Path) -> None:
    answer = run({"command": "check", "connector": "sample", "config": {"count": "many"}}, plugins)
    assert answer.last["kind"] == "config"
    assert answer.last["field"] == "name"
    assert [problem["field"] for problem in answer.last["problems"]] == ["name", "count"]
    assert answer.exit_code == 1


def test_a_connector_that_is_not_installed_is_named_with_those_that_are(plugins: Path) -> None:
    answer = run({"command": "check", "connector": "nowhere"}, plugins)
    assert (answer.last["kind"], answer.last["field"]) == ("config", "connector")
    assert "sample, spreadsheets" in answer.last["message"]


@pytest.mark.parametrize(
    ("request_line", "says"),
    [
        (b"", "Invalid JSON"),
        (b"{\n", "Invalid JSON"),
        (b'{"command": "explode"}\n', "command"),
        (b'{"command": "spec", "extra": 1}\n', "extra"),
        (b'{"command": "read", "query": {"first_month_of_year": 13}}\n', "first_month_of_year"),
        (b"x" * (5 * 1024 * 1024), "longer than"),
    ],
)
def test_what_is_no_request_is_refused_in_words(request_line: bytes, says: str) -> None:
    answer = run(request_line)
    assert len(answer.messages) == 1
    assert answer.last["kind"] == "bug"
    assert says in answer.last["message"]
    assert answer.exit_code == 1


def test_row_errors_beyond_the_limit_are_counted_but_not_sent(tmp_path: Path) -> None:
    source = """
    class Bad(Plain):
        key = "bad"
        def read(self, query):
            for row in range(50):
                yield RowError(f"row {row}", "x" * 5000)
    register_connectors = registers(Bad)
    """
    install(tmp_path, "bad", source)
    answer = run({"command": "read", "connector": "bad", "max_row_errors": 10}, tmp_path)
    assert len(answer.of("row_error")) == 10
    assert len(answer.of("row_error")[0]["message"]) == 2000
    assert answer.last == {"type": "done", "values": 0, "row_errors": 50}


def test_more_values_than_allowed_end_the_run(tmp_path: Path) -> None:
    source = """
    class Endless(Plain):
        key = "endless"
        def read(self, query):
            while True:
                yield Value("m", date(2026, 1, 1), Decimal(1))
    register_connectors = registers(Endless)
    """
    install(tmp_path, "endless", source)
    answer = run({"command": "read", "connector": "endless", "max_values": 100}, tmp_path)
    assert len(answer.of("value")) == 100
    assert answer.last["kind"] == "config"
    assert "more than 100 values" in answer.last["message"]


def test_log_records_reach_the_host(tmp_path: Path) -> None:
    source = """
    import logging
    class Chatty(Plain):
        key = "chatty"
        def check(self):
            logging.getLogger("chatty").warning("slow %s", "today")
    register_connectors = registers(Chatty)
    """
    install(tmp_path, "chatty", source)
    answer = run({"command": "check", "connector": "chatty"}, tmp_path)
    assert answer.of("log") == [{"type": "log", "level": "warning", "message": "slow today"}]


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        ('ConfigError("region", "no such region")', {"kind": "config", "field": "region", "message": "no such region"}),
        ('AuthError("the key has expired")', {"kind": "auth", "message": "the key has expired"}),
        ('RateLimited("slow down", retry_after=30)', {"kind": "rate_limited", "retry_after": 30}),
        ('Transient("503 from the source")', {"kind": "transient", "message": "503 from the source"}),
        ('KeyError("rows")', {"kind": "bug", "message": "KeyError: 'rows'"}),
        ("MemoryError()", {"kind": "out_of_memory"}),
        ("SystemExit(0)", {"kind": "bug", "message": "SystemExit: 0"}),
        ("KeyboardInterrupt()", {"kind": "bug", "message": "KeyboardInterrupt"}),
    ],
)
def test_what_a_connector_raises_says_what_the_host_does(
    tmp_path: Path, raised: str, expected: dict[str, object]
) -> None:
    source = f"""
    class Raising(Plain):
        key = "raising"
        def read(self, query):
            yield Value("m", date(2026, 1, 1), Decimal(1))
            raise {raised}
    register_connectors = registers(Raising)
    """
    install(tmp_path, "raising", source)
    answer = run({"command": "read", "connector": "raising"}, tmp_path)
    assert [message["type"] for message in answer.messages] == ["value", "error"]
    assert answer.last | expected == answer.last
    assert answer.exit_code == 1
    assert ("Traceback" in answer.stderr) == (expected["kind"] == "bug")


@pytest.mark.parametrize(
    ("yielded", "says"),
    [
        ('Value("m", date(2026, 1, 1), 1.5)', "value is a float, not a Decimal"),
        ('Value("m", date(2026, 1, 1), Decimal("NaN"))', "finite"),
        ('Value("m", date(2026, 1, 1), Decimal("1E+400"))', "at most 60 digits"),
        ('Value("m", date(2026, 1, 1), Decimal("7" * 400))', "at most 60 digits"),
        ('Value("m", datetime(2026, 1, 1), Decimal(1))', "period_start of a value is a datetime"),
        ('Value("m", date(2026, 1, 1), Decimal(1), note="x" * 100_000)', "a value of 1000"),
        ('Checkpoint({"x": object()})', "not JSON serializable"),
        ('Checkpoint({"x": "y" * 100_000})', "a checkpoint of 1000"),
        ('"a text"', "read() yielded a str"),
    ],
)
def test_what_breaks_the_contract_is_the_connectors_bug(tmp_path: Path, yielded: str, says: str) -> None:
    source = f"""
    class Careless(Plain):
        key = "careless"
        def read(self, query):
            yield {yielded}
    register_connectors = registers(Careless)
    """
    install(tmp_path, "careless", source)
    answer = run({"command": "read", "connector": "careless"}, tmp_path)
    assert [message["type"] for message in answer.messages] == ["error"]
    assert answer.last["kind"] == "bug"
    assert says in answer.last["message"]
