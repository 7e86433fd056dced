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
    patient = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=600"]  # another program may be installing
    quiet = {"check": False, "stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run([*patient, "update"], **quiet)
    subprocess.run([*patient, "install", "-y", "--no-install-recommends", package], **quiet)
    return shutil.which(name)
