"""`python -m equipoise.cli`"""

from equipoise.cli.application import main

main()
