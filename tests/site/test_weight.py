"""What the reader's connection carries."""

import gzip


def test_our_style_sheet_and_script_weigh_at_most_25_kilobytes(build):
    assets = build[0] / "assets"
    files = [*assets.glob("backstory*.css"), *assets.glob("backstory*.js")]
    assert len(files) == 2
    assert sum(len(gzip.compress(it.read_bytes(), mtime=0)) for it in files) <= 25_000
