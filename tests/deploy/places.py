"""Where the files of the deployment are."""

from pathlib import Path

PROJECT = Path(__file__).parents[2]
DEPLOY = PROJECT / "deploy"
CONTAINERFILE = DEPLOY / "Containerfile"
