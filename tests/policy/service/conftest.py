from pathlib import Path

import pytest


@pytest.fixture
def service_page():
    """The page that explains support hours and response times."""
    page = Path(__file__).parents[3] / "docs/policy/hours-and-response-times.md"
    return page.read_text("utf-8")
