"""Chromium, poppler and qpdf, which the browser and page tests look through: installed if missing.

    python -m tests.system

They come from Debian's packages, so that is where this works by itself; anywhere else it says
what is missing and ends with 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

# What is needed, under any of these names, and the Debian package that has it.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "poppler-utils": ("pdftotext",),
    "qpdf": ("qpdf",),
}
Find = Callable[[str], str | None]
Run = Callable[[Sequence[str]], bool]


def missing(find: Find = shutil.which) -> list[str]:
    """The packages of which nothing is on this machine."""
    return [name for name, commands in NEEDED.items() if not any(map(find, commands))]


def commands(packages: Sequence[str], find: Find, root: bool) -> list[list[str]]:
    """What would install them here; nothing where that isn't possible."""
    if not find("apt-get") or not (root or find("sudo")):
        return []
    # The environment is handed over by env, because sudo keeps none.
    before = [] if root else ["sudo", "-n"]
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    options = ["install", "--yes", "--no-install-recommends"]
    return [[*quiet, "update"], [*quiet, *options, *packages]]


def advice(packages: Sequence[str]) -> str:
    """What to do by hand."""
    names = " ".join(packages)
    return (
        f"The browser and page tests need {', '.join(packages)}, and this machine doesn't let me "
        f"install them.\nOn Debian or Ubuntu run:  sudo apt-get install --yes {names}\n"
        "Elsewhere install Chromium, poppler (pdftotext) and qpdf so that they are on the PATH."
    )


def install(find: Find, run: Run, root: bool) -> str:
    """Install what is missing; what to do by hand where that fails, else nothing."""
    packages = missing(find)
    if not packages:
        return ""
    steps = commands(packages, find, root)
    # An update may fail for a source that has nothing to do with these packages.
    done = [run(step) for step in steps]
    return "" if done and done[-1] and not missing(find) else advice(packages)


def _run(command: Sequence[str]) -> bool:
    print("Tests need it:", " ".join(command), flush=True)  # noqa: T201
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    sys.exit(install(shutil.which, _run, root) or 0)
