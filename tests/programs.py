"""Programs that tests drive: what this machine has, else Debian's package, installed on demand."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache


@cache
def program(name: str, package: str) -> str | None:
    """The path of a program; None where it is not installed and this user cannot install Debian's package."""
    if (path := shutil.which(name)) is not None:
        return path
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for work in (["update"], ["install", "-y", "--no-install-recommends", package]):
        # Another program may be installing. What fails shows in the program's absence.
        command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600", *work]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)
    return shutil.which(name)
