"""Run them all, or those whose names are given: `python -m benchmarks assembly import`."""

import sys
from importlib import import_module
from pathlib import Path


def main():
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = {f"bench_{name}" for name in sys.argv[1:]} or set(found)
    if unknown := wanted - set(found):
        sys.exit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(found)}")
    for name in sorted(wanted):
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
