"""A small fictional site, for everything that an editor may change or break."""

from dataclasses import dataclass
from pathlib import Path

FILES = {
    "mkdocs.yml": """\
site_name: Port Alder explained
site_url: https://harbour.example/
docs_dir: content
theme: {name: material, font: false}
plugins: [search, backstory]
validation: {nav: {omitted_files: ignore}, links: {anchors: warn}}
""",
    "content/about.md": """\
# About

Of [Ilse Varga](actors/ilse-varga.md), [the toll](stories/harbour-toll.md), and
[the wall](stories/harbour-toll.md#quote-build-the-wall).
""",
    "content/actors/ilse-varga.yml": "name: Ilse Varga\nkind: person\ndescription: Mayor of Port Alder.\n",
    "content/actors/tomas-reyk.yml": "name: Tomas Reyk\nkind: person\n",
    "content/stories/harbour-toll/article.md": "“We can build the wall now”, Ilse Varga said.\n",
    "content/stories/harbour-toll/quotes.lock": "version: 1\nquotes: {}\n",
    "content/stories/harbour-toll/story.yml": """\
headline: The council doubles the toll
summary: The toll pays for a sea wall.
published: 2031-03-04
text: retelling
actors:
  ilse-varga: []
quotes:
  build-the-wall: {speaker: ilse-varga, kind: direct, text: We can build the wall now, date: 2031-03-04}
""",
    "content/stories/storm/article.md": "It blew, and Tomas Reyk said so.\n",
    "content/stories/storm/story.yml": """\
headline: The January storm
summary: It blew.
published: 2029-01-10
text: retelling
actors: {tomas-reyk: []}
""",
    "content/stories/second-vote/article.md": "They vote again.\n",
    "content/stories/second-vote/story.yml": """\
headline: The second vote
summary: Not yet to be seen.
published: 2031-04-01
text: retelling
status: draft
""",
}


@dataclass(frozen=True)
class Folder:
    """A site's folder, to be changed by a test."""

    path: Path

    def write(self, name, text):
        """Write a file of the site."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def replace(self, name, old, new):
        """Change words of a file; they must be there."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def published(self, where="site"):
        """Every file of the published site, with its bytes."""
        site = self.path / where
        return {it.relative_to(site).as_posix(): it.read_bytes() for it in site.rglob("*") if it.is_file()}

    def page(self, address, where="site"):
        """The HTML of a published page."""
        return (self.path / where / address / "index.html").read_text(encoding="utf-8")
