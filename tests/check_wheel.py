"""Builds the wheel, installs it into an empty environment, and reviews a file with it there.

Run by `make test`. The environment is kept under `out/wheel-check` and made anew only when the
dependencies change, so that a second run is quick.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / "out" / "wheel-check"
SAMPLE = """1. Services. Provider shall monitor Customer's servers.

2. Fees. Customer shall pay USD 900 per month within thirty (30) days of each invoice.

3. Confidentiality. Each party shall keep the other party's Confidential Information secret.
"""


def build_wheel(folder: Path) -> Path:
    """Returns the wheel built from the checkout into `folder`."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.whl"))


def environment_python() -> Path:
    """Returns the interpreter of an environment that holds the dependencies and nothing else of ours."""
    stamp = ENVIRONMENT / "dependencies"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    python = ENVIRONMENT / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        venv.create(ENVIRONMENT, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, str(ROOT)], check=True)
        stamp.write_text(wanted)
    return python


def main() -> int:
    """Returns 0 where the wheel works on its own."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        wheel = build_wheel(folder)
        names = zipfile.ZipFile(wheel).namelist()
        rules = [name for name in names if name.startswith("msla_check/_rules/") and name.endswith(".yaml")]
        if not rules or "msla_check/py.typed" not in names:
            sys.exit(f"{wheel.name} lacks the rules or py.typed")
        python = environment_python()
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--force-reinstall", "--no-deps", str(wheel)], check=True)
        (folder / "sample.txt").write_text(SAMPLE)
        tool = python.parent / "msla-check"
        command = [str(tool), "review", "sample.txt", "--format", "json", "--fail-on", "never"]
        outcome = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        report = json.loads(outcome.stdout)
        if report["elements"]["service_levels"]["status"] != "missing" or len(report["clauses"]) != 3:
            sys.exit("the installed wheel did not review the sample as expected")
    print(f"{wheel.name}: {len(rules)} rule files inside; installed alone, it reviews a file.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
