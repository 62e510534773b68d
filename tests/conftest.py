"""What all tests share: the small story of Port Alder, and the switch that accepts what cases give."""

import pytest

from content_folder import FILES, ContentFolder


def pytest_addoption(parser):
    parser.addoption("--accept", action="store_true", help="write what the cases give as what they expect")


@pytest.fixture
def content(tmp_path):
    folder = ContentFolder(tmp_path / "content")
    for path, text in FILES.items():
        folder.write(path, text)
    return folder
