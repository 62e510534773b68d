"""What all tests share: the small story of Port Alder, and the switch that accepts what cases give."""

import os

import pytest
from hypothesis import settings

from content_folder import FILES, ContentFolder

# The same examples in each run, so that a change is judged and not its luck. HYPOTHESIS_PROFILE=default looks
# for new ones; what it finds becomes an @example.
settings.register_profile("backstory", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "backstory"))


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write what the cases give as what they expect")


@pytest.fixture
def content(tmp_path):
    folder = ContentFolder(tmp_path / "content")
    for path, text in FILES.items():
        folder.write(path, text)
    return folder
