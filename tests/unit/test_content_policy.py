"""Which scripts a site's policy lets run: those of its theme, and none that content might bring."""

import os
import shutil
import socket
import subprocess
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from backstory.engines.content_policy import content_policy, headers_files, write_headers

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
    assert headers_files("default-src 'self'")["_headers"].startswith(
        b"/*\n  Content-Security-Policy: default-src 'self'\n"
    )


def test_each_kind_of_server_is_told_the_same():
    policy = content_policy(FRAME, [THEME.format(".")])
    told = {name: data.decode().splitlines()[1:] for name, data in headers_files(policy).items()}
    headers = [it.strip().split(": ", 1) for it in told["_headers"]]
    assert headers[0] == ["Content-Security-Policy", policy]
    assert told["_headers.nginx"] == [f'add_header {name} "{value}" always;' for name, value in headers]
    assert told["_headers.caddy"] == [f'header {name} "{value}"' for name, value in headers]


# ---- the servers themselves, where they are


@pytest.fixture
def told(tmp_path):
    """A site of one page, with what is to be included, and what a server should say of it."""
    (tmp_path / "404.html").write_text(FRAME, encoding="utf-8")
    (tmp_path / "index.html").write_text(THEME.format("."), encoding="utf-8")
    write_headers(tmp_path)
    lines = (tmp_path / "_headers").read_text(encoding="utf-8").splitlines()[1:]
    return tmp_path, dict(it.strip().split(": ", 1) for it in lines)


def _free_port():
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def _said(command, port, path, **variables):
    """The headers of a page of a server, which ends then."""
    address = f"http://127.0.0.1:{port}{path}"
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=os.environ | variables, **silent) as server:
        try:
            for _ in range(200):
                try:
                    with urlopen(address, timeout=5) as answer:
                        return dict(answer.headers)
                except HTTPError as answer:
                    return dict(answer.headers)
                except OSError:
                    time.sleep(0.05)
        finally:
            server.terminate()
    pytest.fail(f"{command[0]} does not answer")


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_nginx_sends_what_the_file_for_it_says(told, tmp_path_factory, path):
    site, headers = told
    own, port = tmp_path_factory.mktemp("nginx"), _free_port()
    server = f"listen 127.0.0.1:{port}; root {site}; error_page 404 /404.html; include {site}/_headers.nginx;"
    paths = "".join(
        f"{it}_temp_path {own}/{it};" for it in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = f"daemon off; pid {own}/pid; error_log stderr; events {{}} user root;"
    config += f"http {{ access_log off; {paths} server {{ {server} }} }}"
    (own / "nginx.conf").write_text(config if os.geteuid() == 0 else config.replace("user root;", ""))
    said = _said(["nginx", "-e", "stderr", "-p", str(own), "-c", str(own / "nginx.conf")], port, path)
    assert {name: said.get(name) for name in headers} == headers


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed")
@pytest.mark.parametrize("path", ["/", "/nowhere"])
def test_caddy_sends_what_the_file_for_it_says(told, tmp_path_factory, path):
    site, headers = told
    own, port = tmp_path_factory.mktemp("caddy"), _free_port()
    (own / "Caddyfile").write_text(
        f"{{\n admin off\n}}\n"
        f"http://127.0.0.1:{port} {{\n root * {site}\n import {site}/_headers.caddy\n file_server\n}}\n"
    )
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(own / "Caddyfile")]
    said = _said(command, port, path, HOME=str(own), XDG_CONFIG_HOME=str(own), XDG_DATA_HOME=str(own))
    assert {name: said.get(name) for name in headers} == headers
