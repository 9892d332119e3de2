"""Makes what the Containerfile makes, without containers: its stages run in a folder that stands for their root.

Every stage runs at the same place, because an environment of Python bears its path in its scripts; a finished
stage is moved aside, so that the next one has only what it copies.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.containerfile import Containerfile, Instruction, Stage

OURS = re.compile(r"(?<![\w./-])/(?=(?:opt|src|wheels|var/lib/equipoise)(?:/|\b))")
"""Paths inside the image that are not the base's."""

FOREIGN = re.compile(r"(?<![\w./-])/(?!usr/sbin/nologin\b)[a-z]\S*")

SKIPPED = {"groupadd": "it would add an account to this machine"}
"""Steps that need a machine to throw away, by their first word."""

STEP_SECONDS = 300


@dataclass(frozen=True)
class Image:
    """What a container would be started with."""

    root: Path
    environment: dict[str, str]
    folder: Path
    entrypoint: list[str]
    command: list[str]
    health_check: list[str]


@dataclass(frozen=True)
class Workshop:
    """The folders of one build."""

    folder: Path

    @property
    def context(self) -> Path:
        return self.folder / "context"

    @property
    def root(self) -> Path:
        return self.folder / "root"

    @property
    def base(self) -> Path:
        """Stands for the base image: a Python with pip and nothing else."""
        return self.folder / "base"

    @property
    def noted(self) -> Path:
        """The steps that were skipped; it is there once the build is complete."""
        return self.folder / "skipped"

    def finished(self, stage: str) -> Path:
        return self.folder / f"stage-{stage}"

    def located(self, text: str) -> str:
        """The text with the image's own paths led below the root."""
        return OURS.sub(f"{self.root}/", text)


def build(file: Containerfile, workshop: Workshop) -> list[str]:
    """Run every stage; returns the steps that were skipped, each with its reason."""
    subprocess.run([sys.executable, "-m", "venv", workshop.base], check=True, timeout=STEP_SECONDS)
    skipped = []
    for stage in file.stages:
        workshop.root.mkdir()
        skipped += _run_stage(stage, workshop)
        if stage is not file.final:
            workshop.root.rename(workshop.finished(stage.name))
    return skipped


def described(stage: Stage, workshop: Workshop) -> Image:
    """What the last stage says about running it."""
    environment = _start_environment(workshop)
    for instruction in stage.all("ENV"):
        environment |= _assigned(instruction, environment, workshop)
    _, _, check = stage.last("HEALTHCHECK").text.partition("CMD ")
    return Image(
        root=workshop.root,
        environment=environment,
        folder=Path(workshop.located(stage.last("WORKDIR").text)),
        entrypoint=stage.last("ENTRYPOINT").words,
        command=stage.last("CMD").words,
        health_check=Instruction("CMD", check, {}).words,
    )


def _run_stage(stage: Stage, workshop: Workshop) -> list[str]:
    # The machine's own way to its package index stays; so does its cache, which only matters to an image's size.
    environment = _start_environment(workshop) | {
        name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_")) or name == "HOME"
    }
    folder = workshop.root
    skipped = []
    for instruction in stage.instructions:
        match instruction.name:
            case "ENV":
                environment |= _assigned(instruction, environment, workshop)
                environment.pop("PIP_NO_CACHE_DIR", None)
            case "WORKDIR":
                folder = Path(workshop.located(instruction.text))
                folder.mkdir(parents=True, exist_ok=True)
            case "COPY":
                _copy(instruction, workshop, folder)
            case "RUN" if (first := instruction.text.split()[0]) in SKIPPED:
                skipped.append(f"{first}: {SKIPPED[first]}")
            case "RUN":
                _run(workshop.located(instruction.text), workshop, folder, environment)
    return skipped


def _run(command: str, workshop: Workshop, folder: Path, environment: dict[str, str]) -> None:
    strayed = FOREIGN.findall(command.replace(f"{workshop.root}/", ""))
    assert not strayed, f"this step would touch the machine itself: {strayed}"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        timeout=STEP_SECONDS,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-4000:]}"


def _copy(instruction: Instruction, workshop: Workshop, folder: Path) -> None:
    stage = instruction.options.get("from")
    *sources, target = instruction.words
    where = folder / workshop.located(target)
    for source in sources:
        origin = workshop.finished(stage) / source.lstrip("/") if stage else workshop.context / source
        if origin.is_dir():
            # What comes from a finished stage is not changed any more: a second name for it is enough.
            copy = os.link if stage else shutil.copy2
            shutil.copytree(origin, where, symlinks=True, dirs_exist_ok=True, copy_function=copy)
        else:
            into = where / origin.name if target.endswith("/") else where
            into.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(origin, into)


def _start_environment(workshop: Workshop) -> dict[str, str]:
    return {"PATH": f"{workshop.base}/bin:/usr/bin:/bin"}


def _assigned(instruction: Instruction, environment: dict[str, str], workshop: Workshop) -> dict[str, str]:
    """The values of an ENV, with the variables of the moment put in."""
    return {
        name: re.sub(r"\$(\w+)", lambda found: environment[found[1]], workshop.located(value))
        for name, value in instruction.pairs.items()
    }
