"""The built wheel, installed into a bare environment, lives a whole day."""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.journeys.house import House

BIN = Path(sys.executable).parent
UV = BIN / "uv"


@pytest.mark.either_database
@pytest.mark.skipif(os.environ.get("CI") != "true", reason="installs packages: on the build server")
def test_the_wheel_brings_all_that_a_day_needs(house: House, tmp_path: Path) -> None:
    run("python", "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "dist", ".")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    bare = tmp_path / "bare"
    venv.create(bare)
    install = ["pip", "install", "--quiet", "--python", bare / "bin" / "python"]
    run(UV, *install, "--require-hashes", "-r", "requirements/run.lock")
    run(UV, *install, "--no-deps", wheel)

    ran = subprocess.run(
        [bare / "bin" / "pamphleteer", "demo", "--once", "--dir", house.folder],
        env=house.environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (house.folder / "public" / "index.html").is_file()
    assert len(house.mails()) > 2
    assert (
        str(bare)
        in subprocess.run(
            [bare / "bin" / "python", "-c", "import pamphleteer; print(pamphleteer.__file__)"],
            capture_output=True,
            text=True,
            check=True,
            cwd=tmp_path,
        ).stdout
    )


def run(program: str | Path, *words: str | Path) -> None:
    """Run a program of this environment's to its end."""
    ran = subprocess.run([BIN / program, *words], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
