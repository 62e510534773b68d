"""The HTML of every page, as the W3C's checker sees it."""

import json
import subprocess

from checkers import needs, package

# Material's own: its hidden check boxes, and their labels.
OF_THE_THEME = (
    "Attribute “autocomplete” is only allowed when the input type is",
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control.",
)
# CSS Anchor Positioning, which browsers have and the checker does not know yet.
NOT_KNOWN_YET = (
    "CSS: “anchor-name”: Property “anchor-name” doesn't exist.",
    "CSS: “position-anchor”: Property “position-anchor” doesn't exist.",
)
# The frames of other sites load from their own site alone; a file, as the checker reads it, is of none.
OF_FILES = "Resource violates Content Security Policy (meta tag): external "


@needs("vnu-jar", "java")
def test_the_checker_of_the_w3c_finds_nothing_of_ours(build):
    checker = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", checker, "--format", "json", "--skip-non-html", build[0]],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = json.loads(done.stderr)["messages"]
    assert [it for it in said if it["message"] in NOT_KNOWN_YET]  # it has read the pages
    assert not [
        f"{it['url'].removeprefix('file:')}:{it.get('lastLine')}: {it['message']}"
        for it in said
        if not it["message"].startswith((*OF_THE_THEME, *NOT_KNOWN_YET, OF_FILES))
    ]
