"""
What does `import omnidesk` cost beside `import pydantic`? The aim is at most 1.3 times.

Each is timed in fresh interpreters, less the start of an interpreter that imports nothing.
"""

import subprocess
import sys

from benchmarks._timing import compare, table

STATEMENTS = {
    "nothing": "pass",
    "import pydantic": "from pydantic import BaseModel",
    "import omnidesk": "import omnidesk",
    "the nouns and events": "from omnidesk import Conversation, Event",
    "Messenger, assemble": "from omnidesk.adapters.meta import Messenger; import omnidesk.assembly",
    "Email, assemble": "from omnidesk.adapters.email import Email; import omnidesk.assembly",
}


def fresh(statement):
    return lambda: subprocess.run([sys.executable, "-c", statement], check=True)


def main():
    times = compare({name: fresh(text) for name, text in STATEMENTS.items()}, rounds=11)
    nothing = times.pop("nothing")
    peer = times["import pydantic"] - nothing
    rows = [
        (name, f"{(seconds - nothing) * 1e3:.0f}", f"{(seconds - nothing) / peer:.2f}")
        for name, seconds in times.items()
    ]
    head = ("import", "ms", "× pydantic")
    table("Import time over that of a bare interpreter (aim for omnidesk: ≤ 1.3)", head, rows)


if __name__ == "__main__":
    main()
