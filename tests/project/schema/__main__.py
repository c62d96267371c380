"""Keep what all steps make of an empty database: `python -m tests.project.schema`, and then look at `git diff`."""

import os
import subprocess
import sys
from pathlib import Path

if __name__ == "__main__":
    test = Path(__file__).with_name("test_schema.py")
    for database in ("sqlite", "postgresql"):
        subprocess.run(
            [sys.executable, "-m", "pytest", str(test), "--quiet", "-n", "0", "-p", "no:randomly",
             f"--database={database}"],
            env={**os.environ, "SCHEMA": "anew"},
            check=True,
        )  # fmt: skip
