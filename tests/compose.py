"""Reads docker-compose.yml as YAML, for machines without Docker's client: `python -m tests.compose`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(:?[-?][^}]*)?\}")


def read() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def offered() -> set[str]:
    """The settings that .env.example explains."""
    return set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def faults() -> Iterator[str]:
    """What would make `docker compose up` fail or start something unhealthy unnoticed."""
    text, file = (ROOT / "docker-compose.yml").read_text(), read()
    services = file["services"]
    asked = {name for name, _more in VARIABLE.findall(text)}
    yield from (f"{name} is not explained in .env.example" for name in sorted(asked - offered()))
    yield from (f"{name} in .env.example is used by nothing" for name in sorted(offered() - asked))
    for name, service in services.items():
        for other in service.get("depends_on", {}):
            if other not in services:
                yield f"{name} waits for {other}, which is not there"
        for network in service.get("networks", []):
            if network not in file["networks"]:
                yield f"{name} is on the network {network}, which is not there"
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if not source.startswith(".") and source not in file["volumes"]:
                yield f"{name} mounts {source}, which is not there"
        if "healthcheck" not in service and "build" not in service:
            yield f"{name} has no health check"
        if "build" not in service and ":" not in service["image"]:
            yield f"{name} runs whatever version comes"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found))
    sys.exit(1 if found else 0)
