"""`python -m benchmarks.serve_bare URL PORT`"""

import sys

import uvicorn

from benchmarks.bare import create

uvicorn.run(
    create(sys.argv[1]),
    host="127.0.0.1",
    port=int(sys.argv[2]),
    loop="uvloop",
    http="httptools",
    access_log=False,
    log_level="warning",
)
