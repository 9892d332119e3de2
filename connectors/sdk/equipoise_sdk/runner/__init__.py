"""Runs one command of one connector in this process: `python -m equipoise_sdk.runner`.

The host writes one line of JSON to stdin (at most 4 MB) and reads lines of JSON from stdout until it ends::

    {"command": "read", "connector": "spreadsheets", "config": {...}, "files": {"orders.csv": "/path/of/it"},
     "query": {"measures": ["spend"], "since": "2026-01-01", "until": "2026-04-01", "checkpoint": null,
               "first_month_of_year": 1},
     "limits": {"memory_bytes": 536870912, "cpu_seconds": 120, "wall_seconds": 125, "open_files": 64, "file_bytes": 0},
     "max_values": 1000000, "max_row_errors": 1000}

Only `command` is always needed. Each command answers with messages of its own, then exactly one `done` or `error`:

=========  ===========================================================================================================
spec       `spec` for each installed connector or the one named; `plugin_failed` for each plugin that did not load
validate   `ok` if the configuration fits the connector's model; reaches no source and needs no files
check      `ok`
discover   `measure`, each
read       `value`, `row_error`, `checkpoint`, in the connector's order
=========  ===========================================================================================================

Messages (`?`: left out when empty; decimals are strings, dates ISO 8601; each line is at most 64 kB)::

    {"type": "spec", "key", "title", "description", "plugin", "distribution", "version", "config_schema", "hosts",
                     "limits": null | {"requests", "per_seconds"}}
    {"type": "plugin_failed", "plugin", "distribution", "message"}
    {"type": "ok"}
    {"type": "measure", "key", "name", "unit": null | text, "grain": "day|week|month|quarter|year", "dimensions": [],
                        "factor": "1"}
    {"type": "value", "measure", "period_start", "value", "numerator"?, "denominator"?, "label"?, "dimensions"?: {},
                      "note"?, "source"?}
    {"type": "row_error", "where", "message", "code"}
    {"type": "checkpoint", "state": {}}
    {"type": "log", "level": "info|warning|error", "message"}
    {"type": "error", "kind": "config|auth|rate_limited|transient|out_of_memory|bug", "message", "field": null | path,
                      "retry_after": null | seconds, "problems"?: [{"field", "message"}]}
    {"type": "done", "values": 0, "row_errors": 0}

`value = factor * numerator / denominator` where a value has both. `row_errors` in `done` counts all of them, also those
beyond `max_row_errors`, which are not sent. More than `max_values` values is an error of kind config.

A `spec` line may be longer than 64 kB (1 MB). stdout that ends without `done` or `error` means that the process died:
its exit status tells a kill, a crash in native code and `os._exit` apart; SIGABRT with "memory allocation" on stderr is
out of memory, SIGXCPU is out of processor time. What the connector prints goes to stderr, and so do tracebacks, with
the configuration's secrets replaced. The exit code is 0 after `done`, 1 after `error`.
"""
