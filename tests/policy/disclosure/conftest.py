from pathlib import Path

import pytest


@pytest.fixture
def disclosure_page():
    """The page that explains disclosure."""
    return (Path(__file__).parents[3] / "docs/policy/disclosure.md").read_text("utf-8")
