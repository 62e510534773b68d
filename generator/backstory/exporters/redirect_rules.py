"""`_redirects`: old addresses for servers that can redirect by themselves (Netlify, Cloudflare Pages)."""

from collections.abc import Iterator

from backstory import addresses
from backstory.formats import Format
from backstory.pages.edition import Edition
from backstory.pages.redirects import plan_moved_data, plan_redirects


def export_redirect_rules(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """A line for each old address: from, to, 301. The pages at the old addresses serve everybody else.

    No rule is forced (`301!`): Cloudflare knows no such thing, and Netlify's readers find the page there.
    """
    root = addresses.root_of(edition.site_url).rstrip("/")
    moved = [(it.address, it.target) for it in plan_redirects(edition)]
    data = plan_moved_data(edition) if edition.publishes(Format.API) else ()
    moved += [(it.address, addresses.of_data(it.kind, it.new)) for it in data]
    lines = [f"{root}{old} {root}{new} 301\n" for old, new in sorted(moved)]
    if lines:
        yield "_redirects", "".join(lines).encode()
