"""Hold the golden site anew: `python -m tests.press.golden`, and then look at `git diff`."""

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    os.environ["GOLDEN"] = "anew"
    test = Path(__file__).with_name("test_golden.py")
    sys.exit(pytest.main([str(test), "--quiet", "-n", "0", "-p", "no:randomly"]))
