"""Small stories for all tests: a content folder to write into, and the compiler to read it with."""

from dataclasses import dataclass
from pathlib import Path

from backstory.checks import NO_RULES
from backstory.compiler import Compilation, Settings, compile_site
from backstory.folder import read_content
from backstory.newsroom import Newsroom
from backstory.report import concise
from backstory.resolve import Publishing, resolve_newsroom

STORY = """\
headline: Port Alder council votes to double the harbour toll
summary: The toll pays for a sea wall. Not everybody wants it.
published: 2031-03-04
text: retelling
"""
ARTICLE = "Mayor Ilse Varga met Tomas Reyk at the harbour. Varga left first.\n"
FILES = {
    "actors/ilse-varga.yml": "name: Ilse Varga\nkind: person\naliases: [Varga]\ndescription: The mayor.\n",
    "actors/tomas-reyk.yml": "name: Tomas Reyk\nkind: person\ndescription: A boatman.\n",
    "topics/sea-defences.yml": "name: Sea defences\n",
    "stories/toll/story.yml": STORY,
    "stories/toll/article.md": ARTICLE,
}


@dataclass(frozen=True)
class ContentFolder:
    """A content folder on disk, with the small story of Port Alder in it. Rules beyond resolution are off."""

    path: Path

    def write(self, path, text):
        """Write one file; text as UTF-8, bytes as they are."""
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def story(self, lines, article=None):
        """Let the story be the usual head and `lines`, and say `article` if given."""
        self.write("stories/toll/story.yml", STORY + lines)
        if article is not None:
            self.write("stories/toll/article.md", article)

    def compile(self, **publishing) -> Compilation:
        settings = Settings(publishing=Publishing(**publishing), levels=NO_RULES, social_cards=False)
        return compile_site(self.path, settings, shown_as=".")

    def newsroom(self, **publishing) -> Newsroom:
        """The newsroom of content without errors."""
        content, found = read_content(self.path, shown_as=".")
        newsroom, problems = resolve_newsroom(content, Publishing(**publishing))
        assert not [*found, *problems]
        return newsroom

    def said(self, **publishing) -> list[str]:
        """The diagnostics, one a line."""
        compilation = self.compile(**publishing)
        return concise(compilation.diagnostics, compilation.sources).splitlines()[:-1]
