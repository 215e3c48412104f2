"""Write the schemas again from the models, here or into a given folder: `make schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from omnidesk._documents import json_schema
from omnidesk.adapters.mapped import map_schema
from omnidesk.policy import plan_schema, policy_schema
from omnidesk.policy.contact import contact_policy_schema
from omnidesk.policy.disclosure import disclosure_policy_schema
from omnidesk.policy.service import service_policy_schema
from omnidesk.schemas import KINDS

_OTHERS = {
    "contact_policy": contact_policy_schema,
    "disclosure_policy": disclosure_policy_schema,
    "map": map_schema,
    "plan": plan_schema,
    "policy": policy_schema,
    "service_policy": service_policy_schema,
}
"""What is no document."""


def write(folder: Path) -> None:
    """Write one file for each kind of document into a folder."""
    for kind in KINDS:
        schema = _OTHERS[kind]() if kind in _OTHERS else json_schema(kind)
        text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True)
        folder.joinpath(f"{kind}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent))
