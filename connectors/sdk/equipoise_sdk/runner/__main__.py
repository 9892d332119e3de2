import os
import sys

from equipoise_sdk.runner.main import main

if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # threads that the connector has left behind would keep the process alive
