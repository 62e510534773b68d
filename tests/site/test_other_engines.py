"""`backstory write`: the site as plain files, which other engines build without our plugin."""

import re
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner
from html_tree import Site
from small_site import Folder

from backstory.cli import main
from backstory.engines.page_files import STYLE
from commands import ENVIRONMENT, PROJECT, built_example

ENGINES = {
    "zensical": ("zensical", "build", "--strict", "-f", "mkdocs.yml"),
    "properdocs": ("properdocs", "build", "--strict", "-f", "mkdocs.yml"),
}
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
STORY = "content/stories/harbour-toll/story.yml"
ARTICLE = "content/stories/harbour-toll/article.md"
EXTENSIONS = "md_in_html, pymdownx.superfences, pymdownx.snippets, abbr, footnotes"
# What a Markdown processor might take for its own, and what HTML must not lose.
HARD = """\
“We can build the wall now”, Ilse Varga said.

    ```
    <b>code</b>

    --8<-- "gone.txt"
    {{ nothing }}
    ```

## A heading {#with-an-id}

Line one\\
line *two*. &amp;lt; \\`\\`\\` &lt;div markdown="1"&gt;
"""


def write(folder, target):
    return CliRunner().invoke(main, ["write", str(target), "--in", str(folder)])


def built(engine, tree):
    done = subprocess.run(
        [sys.executable, "-m", *ENGINES[engine]],
        cwd=tree,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return Site(tree / "site")


def ours(page):
    """The content that is ours: its words, its elements, where its links lead. Our pages alone have any."""
    content = page.root.all("div", of="bs")[:1]
    # Zensical takes out the attribute when it has made its search index.
    return [
        (it.tag, {name: _led(page, name, value) for name, value in it.attributes.items()}, it.words)
        for top in content
        for it in top.walk()
    ]


def _led(page, name, value):
    return page.resolve(value) if name in {"href", "src"} else value


def without_search_marks(elements):
    return [
        (tag, {k: v for k, v in named.items() if k != "data-search-exclude"}, words)
        for tag, named, words in elements
    ]


@pytest.fixture(scope="module")
def example_tree(tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree") / "plain"
    result = write(PROJECT, tree)
    assert result.exit_code == 0, result.output
    return tree


@pytest.mark.parametrize("engine", ENGINES)
def test_another_engine_builds_every_page_of_the_example_with_the_same_content(
    engine, example_tree, tmp_path_factory
):
    example = Site(built_example(tmp_path_factory.getbasetemp())[0])
    other = built(engine, example_tree)
    assert other.pages.keys() == example.pages.keys()
    for address, page in example.pages.items():
        assert without_search_marks(ours(other[address])) == without_search_marks(ours(page)), address
    links = other["/about/"].links()
    assert not [it for it in links if it.startswith("/") and other.misses(it)]
    story = other["/stories/summit-agreed/"]
    assert story.root.all("nav", of="md-nav--secondary")[0].all("a")[0]["href"] == "#short"
    assert any(STYLE in it["href"] for it in story.root.all("link"))
    assert (other.folder / "api/index.json").is_file()


def properdocs(folder, *options):
    """Run `properdocs build` with our plugin."""
    command = [sys.executable, "-m", *ENGINES["properdocs"], *options]
    return subprocess.run(
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )


def without_engine(files):
    """The files without the one place that names the engine."""
    return {path: GENERATOR.sub(b"", data) for path, data in files.items()}


def test_with_the_plugin_properdocs_builds_each_file_of_the_example_as_mkdocs_does(
    tmp_path, written, tmp_path_factory
):
    example, _ = built_example(tmp_path_factory.getbasetemp())
    shutil.copytree(written, tmp_path / "content", copy_function=shutil.copyfile)
    shutil.copyfile(PROJECT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    done = properdocs(tmp_path)
    assert done.returncode == 0, done.stderr
    ours, theirs = (
        without_engine(Folder(tmp_path).published()),
        without_engine(Folder(example).published(".")),
    )
    assert not {path for path in ours.keys() | theirs.keys() if ours.get(path) != theirs.get(path)}
    assert b"ProperDocs" in (tmp_path / "site/index.html").read_bytes()


def test_after_mkdocs_properdocs_does_not_say_that_nothing_has_changed(harbour):
    before = harbour.published()
    done = properdocs(harbour.path)
    assert done.returncode == 0, done.stderr
    assert "Nothing has changed" not in done.stderr
    after = harbour.published()
    assert b"ProperDocs" in after["stories/harbour-toll/index.html"]
    assert without_engine(after) == without_engine(before)
    assert "Nothing has changed" in properdocs(harbour.path).stderr


def test_the_configuration_may_be_called_as_properdocs_would_have_it(harbour):
    before = harbour.published()
    (harbour.path / "mkdocs.yml").rename(harbour.path / "properdocs.yml")
    command = [sys.executable, "-m", "properdocs", "build", "--strict"]
    done = subprocess.run(
        command, cwd=harbour.path, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert without_engine(harbour.published()) == without_engine(before)
    assert write(harbour.path, harbour.path / "tree").exit_code == 0
    assert "Port Alder explained" in (harbour.path / "tree/mkdocs.yml").read_text(encoding="utf-8")


def test_a_strict_build_of_properdocs_with_warnings_leaves_the_site_as_it_was(harbour):
    before = harbour.published()
    harbour.replace("content/about.md", "actors/ilse-varga.md", "actors/nobody.md")
    done = properdocs(harbour.path)
    assert done.returncode == 1
    assert "actors/nobody.md" in done.stderr
    assert "Traceback" not in done.stderr
    assert harbour.published() == before


def test_errors_in_the_content_end_a_build_of_properdocs(harbour):
    before = harbour.published()
    harbour.replace(STORY, "speaker: ilse-varga", "speaker: ilse-vargo")
    done = properdocs(harbour.path)
    assert done.returncode == 1
    assert "Did you mean `ilse-varga`?" in done.stderr
    assert "Traceback" not in done.stderr
    assert harbour.published() == before


@pytest.mark.parametrize("engine", ENGINES)
def test_markdown_leaves_the_hardest_page_alone_and_a_sub_path_is_kept(engine, harbour):
    harbour.write(ARTICLE, HARD)
    harbour.replace("mkdocs.yml", "harbour.example/", "harbour.example/news/")
    extensions = (
        "markdown_extensions: [md_in_html, pymdownx.superfences, pymdownx.snippets, abbr, footnotes]\n"
    )
    harbour.write("mkdocs.yml", (harbour.path / "mkdocs.yml").read_text(encoding="utf-8") + extensions)
    assert write(harbour.path, harbour.path / "tree").exit_code == 0
    source = (harbour.path / "tree/content/stories/harbour-toll.md").read_text(encoding="utf-8")
    assert 'href="/news/actors/ilse-varga/"' in source
    page = built(engine, harbour.path / "tree")["/stories/harbour-toll/"]
    text = page.root.all("div", of="bs-text")[0]
    assert text.all("pre")[0].children[0].children == [
        '```\n<b>code</b>\n\n--8<-- "gone.txt"\n{{ nothing }}\n```\n'
    ]
    assert '``` <div markdown="1">' in text.words


def test_a_second_run_removes_what_is_gone_and_keeps_what_others_put_there(harbour):
    tree = harbour.path / "tree"
    assert write(harbour.path, tree).exit_code == 0
    harbour.write("tree/site/index.html", "built by an engine")
    (harbour.path / "content/about.md").unlink()
    harbour.replace(STORY, "build-the-wall", "the-wall")
    assert write(harbour.path, tree).exit_code == 0
    assert not (tree / "content/about.md").exists()
    assert not (tree / "content/quotes/harbour-toll/build-the-wall.md").exists()
    assert (tree / "content/quotes/harbour-toll/the-wall.md").is_file()
    assert (tree / "site/index.html").is_file()
    assert not [it.name for it in harbour.path.iterdir() if ".building" in it.name or ".old" in it.name]


def test_two_runs_write_the_same_bytes(harbour):
    write(harbour.path, harbour.path / "one")
    write(harbour.path, harbour.path / "two")
    assert harbour.published("one") == harbour.published("two")


def test_an_editors_own_pages_and_files_are_written_as_they_are(harbour):
    harbour.write("content/index.md", "# Our own home\n")
    harbour.write("content/images/x.png", "<svg/>")
    harbour.write("content/.secret", "x")
    write(harbour.path, harbour.path / "tree")
    files = harbour.published("tree/content")
    assert files["index.md"] == b"# Our own home\n"
    assert files["images/x.png"] == b"<svg/>"
    assert files["about.md"] == (harbour.path / "content/about.md").read_bytes()
    assert not [it for it in files if it.endswith((".yml", ".secret", "article.md", "quotes.lock"))]
    assert not [it for it in files if "second-vote" in it]


def test_without_a_nav_only_the_sections_and_ordinary_pages_are_in_it(harbour):
    write(harbour.path, harbour.path / "tree")
    settings = (harbour.path / "tree/mkdocs.yml").read_text(encoding="utf-8")
    nav = settings.partition("nav:\n")[2].partition("\nextra")[0]
    assert [it.removeprefix("- ") for it in nav.splitlines() if it.startswith("- ")][-2:] == [
        "timeline.md",
        "about.md",
    ]
    assert "ilse-varga" not in nav


def test_settings_that_only_another_program_reads_stay_as_they_are(harbour):
    harbour.write("overrides/partials/x.html", "mind the tide")
    settings = (harbour.path / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("font: false", "font: false, custom_dir: overrides")
    settings = settings.replace("[search, backstory]", "{search: {}, backstory: {as_of: 2031-03-04T06:00Z}}")
    settings += "extra: {key: !ENV KEY, emoji: !!python/name:material.extensions.emoji.twemoji ''}\n"
    harbour.write("mkdocs.yml", settings + "extra_css: [own.css]\n")
    assert write(harbour.path, harbour.path / "tree").exit_code == 0
    written = (harbour.path / "tree/mkdocs.yml").read_text(encoding="utf-8")
    assert "!ENV" in written
    assert "!!python/name:material.extensions.emoji.twemoji" in written
    assert "backstory:" not in written
    assert written.index("assets/backstory.css") < written.index("own.css")
    assert (harbour.path / "tree/overrides/partials/x.html").read_text(encoding="utf-8") == "mind the tide"


@pytest.mark.parametrize(
    ("target", "change", "reason"),
    [
        ("site", None, "`backstory write` did not make it"),
        ("mkdocs.yml", None, "`backstory write` did not make it"),
        ("content/tree", None, "is inside the content"),
        ("tree", "INHERIT: base.yml\n", "inherits from another file"),
        ("tree", "use_directory_urls: false\n", "end in a slash"),
        ("tree", "strict: [\n", "is no valid YAML"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_changes(harbour, target, change, reason):
    if change:
        harbour.write("mkdocs.yml", (harbour.path / "mkdocs.yml").read_text(encoding="utf-8") + change)
    before = _without_cache(harbour)
    result = write(harbour.path, harbour.path / target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr
    assert "Traceback" not in result.stderr
    assert _without_cache(harbour) == before


def _without_cache(harbour):
    return {
        path: it for path, it in harbour.published(".").items() if not path.startswith(".backstory/cache/")
    }


def test_content_with_errors_is_not_written(harbour):
    harbour.replace(STORY, "speaker: ilse-varga", "speaker: ilse-vargo")
    result = write(harbour.path, harbour.path / "tree")
    assert result.exit_code == 1
    assert "error[reference/unknown-actor]" in result.stderr
    assert not (harbour.path / "tree").exists()
