"""`backstory write`: the compiled pages as plain files for any other engine."""

from pathlib import Path

import click
from msgspec.structs import replace

from backstory import addresses
from backstory.cli.asking import project_in, stop
from backstory.cli.compiling import compiled, settings_of
from backstory.compiler import compile_site
from backstory.engines.page_files import WITHOUT_ADDRESS
from backstory.engines.plain_config import NotWritable
from backstory.engines.tree import tree_of, write_tree


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--in", "folder", metavar="DIR", default=".", type=click.Path(path_type=Path), help="The site's folder."
)
def write(target: Path, folder: Path) -> None:
    """Write the site into DIR as plain files with its mkdocs.yml: other engines build it without Backstory.

    A second run replaces what the first wrote, and removes what is gone. Whatever else is in DIR stays.
    """
    project = project_in(folder)
    if project.config is None:
        stop(f"There is no mkdocs.yml beside {project.content}: it says what the site is called.")
    if project.settings.get("use_directory_urls") is False:
        stop("Backstory's addresses end in a slash: take `use_directory_urls: false` out of mkdocs.yml.")
    if target.resolve().is_relative_to(project.content.resolve()):
        stop(f"{target} is inside the content, and would become a part of it. Choose another folder.")
    settings = settings_of(project)
    settings = replace(settings, root=addresses.root_of(settings.site_url))
    compilation = compiled(project, lambda content, shown: compile_site(content, settings, shown_as=shown))
    try:
        files = tree_of(compilation, project.content, project.config)
        write_tree(target, files)
    except NotWritable as problem:
        stop(f"{problem} Nothing was written.")
    except OSError as problem:
        stop(f"Nothing was written: {problem}.")
    if not settings.site_url:
        click.echo(WITHOUT_ADDRESS)
    click.echo(f"{len(files)} files in {target}. Build them there: zensical build, or properdocs build.")
