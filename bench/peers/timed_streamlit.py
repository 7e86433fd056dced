"""`streamlit`, with the time of every script run written to the file BENCH_RUNS; for both Streamlit sides."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner import script_runner
from streamlit.web.cli import main

RUNS = Path(os.environ["BENCH_RUNS"])
run_script = script_runner.ScriptRunner._run_script


def timed_run(self: script_runner.ScriptRunner, rerun_data: Any) -> None:
    started, clock = time.time(), time.perf_counter()
    try:
        run_script(self, rerun_data)
    finally:
        seconds = time.perf_counter() - clock
        with RUNS.open("a", encoding="utf-8") as runs:
            runs.write(json.dumps({"started": started, "seconds": seconds}) + "\n")


script_runner.ScriptRunner._run_script = timed_run

if __name__ == "__main__":
    main()
