"""Usage: ``python -m benchmarks.corpus OUT.zip --envelopes 20000 --seed 1 [--later]``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.corpus import write


def main() -> None:
    """Write the corpus, and print what is in it as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus", description=__doc__)
    parser.add_argument("zip", type=Path)
    parser.add_argument("--envelopes", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--later", action="store_true", help="the same corpus some weeks later")
    options = parser.parse_args()
    summary = write(options.zip, options.envelopes, options.seed, options.later)
    print(json.dumps(vars(summary), indent=1))


if __name__ == "__main__":
    main()
