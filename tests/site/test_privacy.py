"""A reader's browser asks this site alone."""
# ruff: noqa: SIM905 - a list of words, one a line, would fill a page

import re

LOADING_RELS = frozenset(
    "stylesheet icon shortcut apple-touch-icon mask-icon manifest preload prefetch preconnect dns-prefetch "
    "modulepreload prerender".split()
)
LOADERS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src", "srcdoc"),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "form": ("action",),
    "button": ("formaction",),
    "input": ("src", "formaction"),
    "a": ("ping",),
    "body": ("background",),
}
IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+(?:url\()?['\"]?([^'\");]+)")


def _leads_off(page, address):
    return page.resolve(address.split(" ", maxsplit=1)[0]).startswith(("http:", "https:", "//"))


def _loaded(element):
    """The addresses that a browser asks for when it meets the element."""
    if element.tag == "link" and LOADING_RELS & set(element["rel"].lower().split()):
        return [element["href"]]
    return [element[name] for name in LOADERS.get(element.tag, ()) if element[name]]


def test_no_element_makes_a_browser_ask_another_site(example):
    asked = [
        f"{page.address}: {it}"
        for page in example.pages.values()
        for it in page.elements
        for address in _loaded(it)
        if _leads_off(page, address)
    ]
    assert not asked


def test_no_page_sends_its_reader_elsewhere_by_itself(example):
    assert not [
        f"{page.address}: {it}"
        for page in example.pages.values()
        for it in page.root.all("meta", "base")
        if it["href"] or it["http-equiv"].lower() == "refresh"
    ]


def test_no_style_loads_from_another_site(example):
    styles = {it.name: it.read_text(encoding="utf-8") for it in example.folder.rglob("*.css")}
    for page in example.pages.values():
        inline = [it["style"] for it in page.elements if it["style"]]
        inline += ["".join(map(str, it.children)) for it in page.root.all("style")]
        styles[page.address] = "\n".join(inline)
    assert len(styles) > len(example.pages)
    assert not {
        name: address
        for name, text in styles.items()
        for match in IN_CSS.finditer(text)
        if (address := match[1] or match[2]).strip().lower().startswith(("http:", "https:", "//"))
    }


def test_our_own_script_names_no_other_site(example):
    script = (example.folder / "assets" / "backstory.js").read_text(encoding="utf-8")
    assert not re.findall(r"https?://|[\"']//|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|import\(", script)
