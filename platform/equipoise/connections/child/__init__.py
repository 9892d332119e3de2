"""A connector's command in a process of its own: what is said to it, what is taken from it, and how it may end.

The protocol is the one of the SDK's runner (JSON lines); the platform starts that runner and never imports it. Nothing
that the process does is trusted: lines, totals, time and memory are bounded, and every way to end has a failure with
words for people.
"""
