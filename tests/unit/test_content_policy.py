"""Which scripts a site's policy lets run: those of its theme, and none that content might bring."""

from backstory.engines.content_policy import content_policy, headers_file

THEME = '<script>start(new URL("{}",location))</script>'
FRAME = f'<html>{THEME.format("/")}<script type="application/json">{{}}</script></html>'


def _scripts(*pages, frame=FRAME):
    [said] = [it for it in content_policy(frame, pages).split("; ") if it.startswith("script-src ")]
    return said.split(" ")[1:]


def test_the_script_of_the_theme_runs_wherever_its_page_lies():
    said = _scripts(THEME.format("."), THEME.format("../.."), THEME.format(".."), THEME.format(".."))
    assert said[0] == "'self'"
    assert len([it for it in said if it.startswith("'sha256-")]) == 3


def test_a_script_that_the_theme_does_not_have_gets_no_hash():
    assert _scripts(
        "<script>evil()</script>", '<script>start(new URL("//evil.example",location))</script>'
    ) == ["'self'"]


def test_data_in_a_page_is_no_script():
    assert _scripts('<script type="application/ld+json">{"a": 1}</script>', frame=FRAME * 2) == ["'self'"]


def test_what_mkdocs_yml_loads_from_elsewhere_may_load():
    frame = '<link rel="stylesheet" href="https://fonts.googleapis.com/css?x"><script src="https://count.example/a.js"></script>'
    policy = content_policy(frame, [])
    assert "script-src 'self' https://count.example;" in policy
    assert "style-src 'self' https://fonts.googleapis.com;" in policy
    assert "font-src 'self' https://fonts.gstatic.com;" in policy


def test_the_header_holds_for_every_page():
    assert headers_file("default-src 'self'").startswith(
        b"/*\n  Content-Security-Policy: default-src 'self'\n"
    )
