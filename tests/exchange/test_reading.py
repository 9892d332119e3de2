"""What is wrong with a document is said by place and line, before anything is looked up."""

import time

import pytest

from equipoise.domain.errors import Refusal
from equipoise.exchange.read import read_document

HEAD = "format: equipoise/1\n"
CARD = HEAD + (
    "scorecards:\n  - name: S\n    perspectives:\n      - name: P\n        objectives:\n          - name: O\n"
    "            kpis:\n              - key: k\n"
)
KPI = "scorecards.0.perspectives.0.objectives.0.kpis.0"


def said(text: str | bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_document(text if isinstance(text, bytes) else text.encode())
    return f"{refused.value.code} {refused.value.message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The document is empty"),
        ("# only a comment\n", "The document is empty"),
        ("a: [1,\nb: 2\n", "Line 3, column 1: this is not YAML"),
        ("a:\n\t- b\n", "Line 2, column 1: this is not YAML"),
        (HEAD + "units:\n  - name: A\n   kind: TEAM\n", "Line 4, column 4: this is not YAML"),
        (HEAD + HEAD, "Line 2: The key format is there a second time"),
        (HEAD + "people:\n  - {email: a@b.example, email: c@d.example}\n", "Line 3: The key people.0.email"),
        (HEAD + "---\n" + HEAD, "Line 2: A second document begins here"),
        ("a: &x [1]\nb: *x\n", "Line 1: Anchors (&) are not read here"),
        ("b: *x\n", "Line 1: Aliases (*) are not read here"),
        ("a: 1\nb: !!python/object/apply:os.system [ls]\n", "Line 2: Tags (tag:yaml.org,2002:python/object"),
        ("? [a]\n: b\n", "Line 1: A key is a text"),
        ("a: b\nc: \x00\n", "Line 2: the character U+0000 cannot be in YAML"),
        (b"a: b\nc: \xff\n", "Line 2: the file is not UTF-8"),
        ("a: b\n".encode("utf-16"), "the file is not UTF-8"),
    ],
)
def test_what_is_no_yaml_of_ours_is_refused_with_its_line(text: str | bytes, message: str) -> None:
    assert said(text).startswith("UNREADABLE_DOCUMENT")
    assert message in said(text)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(b"x" * 10_000_000, "larger than 5,000,000 bytes", id="10 MB"),
        pytest.param(b"[" * 4_000_000, "Nested more than 100 deep", id="deep lists"),
        pytest.param(b"{a: " * 1_000_000, "Nested more than 100 deep", id="deep mappings"),
        pytest.param(b"- " * 400_000, "Nested more than 100 deep", id="deep dashes"),
        pytest.param(b"- x\n" * 1_000_000, "More than 100,000 entries", id="many entries"),
        pytest.param(BOMB.encode(), "Anchors (&) are not read", id="billion laughs"),
    ],
)
def test_what_would_eat_the_memory_is_refused_quickly(text: bytes, message: str) -> None:
    began = time.process_time()
    assert message in said(text)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("units: []\n", "format: A document begins with the line `format: equipoise/1`"),
        ("- a\n", "format: A document begins with the line"),
        ("just words\n", "format: A document begins with the line"),
        ("format: equipoise/2\n", "format (line 1): This is 'equipoise/2'; equipoise/1 is the only format"),
        ("format: [1]\n", "format (line 1): This is no text"),
        ("format:\n", "format (line 1): This is no text"),
    ],
)
def test_another_format_is_the_only_thing_said(text: str, message: str) -> None:
    assert said(text).startswith(f"INVALID_DOCUMENT {message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "unit: []\n", "unit (line 2): There is no such key; did you mean `units`?"),
        (HEAD + "zzzzz: []\n", "zzzzz (line 2): The keys here are format, organisation, units, people, scorecards"),
        (HEAD + "units: 3\n", "units (line 2): Expected a list"),
        (HEAD + "units: [x]\n", "units.0 (line 2): Expected a mapping"),
        (HEAD + "units:\n  - name: [a]\n", "units.0.name (line 3): Expected a text"),
        (HEAD + "units:\n  - kind: TEAM\n", "units.0.name (line 3): It has to be given"),
        (HEAD + "units:\n  - name: A\n    kind: team\n", "units.0.kind (line 4): Expected 'COMPANY', 'DIVISION'"),
        (HEAD + f"units:\n  - name: {'x' * 201}\n", "units.0.name (line 3): the text holds at most 200 characters"),
        (HEAD + 'units:\n  - name: "a\\0b"\n', "units.0.name (line 3): the text has a character that is not text"),
        (HEAD + "organisation: {time_zone: Mars/X}\n", "organisation.time_zone (line 2): There is no time zone"),
        (HEAD + "organisation: {fiscal_first_month: 13}\n", "organisation.fiscal_first_month (line 2): "),
        (HEAD + "organisation: {fiscal_first_month: x}\n", "Expected a whole number"),
        (HEAD + "organisation:\n  usage_policy: {window_days: 3}\n", "usage_policy.window_days (line 3): 3"),
        (HEAD + "people: [{email: ann}]\n", "people.0.email (line 2): the text is not an e-mail address"),
        (HEAD + "people: [{email: a@b.example, role: BOSS}]\n", "people.0.role (line 2): Expected 'OWNER'"),
        (HEAD + "scorecards: [{name: S, cycle_start: 2026-02-30}]\n", "There is no day 2026-02-30"),
        (HEAD + "scorecards: [{name: S, cycle_start: 1800-01-01}]\n", "1800-01-01 is outside 1900-01-01"),
        (HEAD + "scorecards: [{name: S, cycle_start: 1700000000}]\n", "'1700000000' is not a date"),
        (
            HEAD + "scorecards: [{name: S, cycle_start: 2026-12-31, cycle_end: 2026-01-01}]\n",
            "scorecards.0.cycle_end (line 2): The cycle cannot end on 2026-01-01",
        ),
        (
            HEAD + "scorecards: [{name: S, frequency: DAILY, cycle_start: 2026-01-01, cycle_end: 2035-12-31}]\n",
            "scorecards.0.frequency (line 2): A cycle has at most 1,100 periods",
        ),
        (
            HEAD + "scorecards:\n  - name: S\n    perspectives:\n      - name: A\n      - {name: B, weight: -1}\n",
            "scorecards.0.perspectives.1.weight (line 6): A weight cannot be negative",
        ),
    ],
)  # fmt: skip
def test_each_problem_is_named_by_its_place(text: str, message: str) -> None:
    assert message in said(text)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("weight: NaN", ".weight (line 10): 'NaN' is not a number"),
        ("weight: .inf", ".weight (line 10): '.inf' is not a number"),
        (f"weight: {'9' * 400}", ".weight (line 10): '99"),
        ("weight: [1]", ".weight (line 10): A list is not an exact number"),
        ("weight:", ".weight (line 10): There is no figure here"),
        ("ratio_factor: 0", ".ratio_factor (line 10): It has to be greater than zero"),
        ("key2: a", ".key2 (line 10): There is no such key; did you mean `key`?"),
        ("counter_kpi: Net Revenue", ".counter_kpi (line 10): A key has 1 to 64 small letters"),
        ("owner: ann", ".owner (line 10): the text is not an e-mail address"),
        ("direction: null", ".direction (line 10): A direction cannot be null"),
        ("scoring: x", ".scoring (line 10): Expected a mapping"),
        ("scoring: {method: PERFORMANCE, minimum: 1, maximum: 1}", ".scoring.minimum (line 10): "),
        ("scoring: {method: UNSCORED, direction: STAY_IN_RANGE}", ".scoring.direction (line 10): Say the dire"),
        ("scoring: {method: GOAL_AND_RED_FLAG, redFlag: 1}", ".scoring (line 10): There is no key 'redFlag' here"),
        ("scoring: {method: GUESS}", ".scoring.method (line 10): 'GUESS' is none of PERFORMANCE"),
        ("scoring: {minimum: 1}", ".scoring.method (line 10): The field 'method' has to be given"),
        ("status_rules: {rules: [{status: BLUE}], otherwise: RED}", ".status_rules.rules.0.status (line 10): 'BLUE'"),
        ("missing_data: CARRIED_FORWARD\n                carried_periods: 0", ".carried_periods (line 11): Say over"),
        ("targets: [{starts_on: 2026-01-01, ends_on: 2025-01-01, kind: CONSTANT, target: 1}]", ".targets.0.ends_on"),
        ("targets: [{starts_on: 2026-01-01, ends_on: 2026-02-01, kind: LINEAR, target: 1}]", ".targets.0.baseline"),
    ],
)  # fmt: skip
def test_each_problem_of_a_kpi_is_named_by_its_place(line: str, message: str) -> None:
    assert f"{KPI}{message}" in said(CARD + f"                {line}\n")


def test_a_direction_that_the_scale_contradicts_is_refused() -> None:
    scale = "{method: PROGRESS, baseline: 1, target: 2}"
    card = CARD + f"                direction: STAY_IN_RANGE\n                scoring: {scale}\n"
    assert "The scoring of this KPI says HIGHER_IS_BETTER, not STAY_IN_RANGE" in said(card)


def test_an_active_kpi_has_answers_to_its_four_questions() -> None:
    answers = "".join(f"                {each}: ''\n" for each in ("good_range", "response_plan", "behaviours"))
    card = CARD + f"                state: ACTIVE\n                purpose: Why not.\n{answers}"
    assert f"{KPI}.good_range (line 12): Answer the question" in said(card)


def test_targets_that_overlap_are_refused() -> None:
    targets = "".join(
        f"                  - {{starts_on: {start}, ends_on: 2026-12-31, kind: CONSTANT, target: 1}}\n"
        for start in ("2026-06-01", "2026-01-01")
    )
    assert f"{KPI}.targets.0.starts_on (line 11): Another target runs until 2026-12-31" in said(
        CARD + "                targets:\n" + targets
    )


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = HEAD + "people: x\nunits: y\nfoo: z\norganisation: {fiscal_first_month: 0}\n"
    assert [line.partition(" ")[0] for line in said(text).removeprefix("INVALID_DOCUMENT ").splitlines()] == [
        "people",
        "units",
        "foo",
        "organisation.fiscal_first_month",
    ]


def test_a_flood_of_problems_is_cut_short() -> None:
    text = HEAD + "people:\n" + "  - {email: x}\n" * 3_000
    assert len(said(text).splitlines()) == 51
    assert said(text).endswith("... and 2,950 more.")


def test_a_text_of_ten_thousand_characters_is_not_repeated() -> None:
    assert len(said(HEAD + f"organisation: {{time_zone: {'x' * 10_000}}}\n")) < 300
    assert len(said(HEAD + f"{'x' * 1_000}: 1\n")) < 300


def test_what_is_written_is_what_is_meant() -> None:
    text = HEAD + "organisation: {name: no, usage_policy: {listed_counts: yes}}\nunits: [{name: 007, kind: TEAM}]\n"
    document = read_document(text.encode()).document
    assert document.organisation is not None
    assert document.organisation.name == "no"
    assert document.organisation.usage_policy.listed_counts is True
    assert document.units[0].name == "007"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm() -> None:
    text = "\ufeff" + HEAD.replace("\n", "\r\n") + "units:\r\n  - name: A\r\n    kind: TEAM\r\n"
    assert read_document(text.encode()).document.units[0].name == "A"
