"""Prints the cross-validated figures of the presence model: `python benchmarks/presence.py DIR [--cache DIR]`.

DIR is a folder as training/presence.py reads it. Every contract is judged by models that never saw a
contract of its company; thresholds are chosen on the training folds alone. Nothing is written but the
cache.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

import presence as training

if __name__ == "__main__":
    if "--write" in sys.argv:
        raise SystemExit("benchmarks/presence.py only measures; use training/presence.py --write.")
    training.main()
