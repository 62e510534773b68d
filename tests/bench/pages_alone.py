"""`mkdocs build` of the pages alone: without data, feeds, pictures, embeds and what heads say to programs.

A site cannot leave all of that away, so it is taken out of the compiler, for the sake of comparing.
"""

import sys
from dataclasses import replace

from mkdocs.__main__ import cli

from backstory import compiler, press


def main() -> None:
    """Run `mkdocs` with the arguments given."""
    prepare_site = compiler.prepare_site
    for name in ("EXPORTERS", "EXPORTERS_OF_STORY", "EXPORTERS_OF_TOPIC", "EXPORTERS_OF_ACTOR"):
        assert hasattr(press, name)
        setattr(press, name, ())
    press.linked_data = lambda *_: ""
    press.embed_files = lambda *_: {}

    def without_files(folder, settings, **options):
        return prepare_site(folder, replace(settings, social_cards=False, evidence=False), **options)

    from backstory.engines import mkdocs  # noqa: PLC0415  # it takes hold of the compiler when it is loaded

    mkdocs.prepare_site = without_files
    cli(sys.argv[1:])


if __name__ == "__main__":
    main()
