"""The HTML of ordinary pages: what Markdown makes stays, what could run or load from elsewhere goes."""

import pytest

from backstory.safe_html import safe_page


@pytest.mark.parametrize(
    "html",
    [
        '<td style="text-align:right">1</td>',
        '<img src="../pictures/wall.jpg" alt="The wall">',
        '<a href="mailto:desk@gazette.example">desk</a>',
        '<input type="checkbox" disabled="">',
        '<div data-tabs="1:2"><input id="__tabbed_1_1" name="__tabbed_1" type="radio"></div>',
        '<span class="twemoji"><svg viewBox="0 0 24 24"><path d="M1 1"></path></svg></span>',
        '<details class="note" open=""><summary>More</summary></details>',
    ],
)
def test_what_markdown_makes_stays(html):
    table = html.startswith("<td")
    around = ("<table><tbody><tr>", "</tr></tbody></table>") if table else ("", "")
    whole = html.join(around)
    kept = safe_page(whole)
    assert sorted(kept.replace(">", " >").split()) == sorted(whole.replace(">", " >").split())


@pytest.mark.parametrize(
    "html",
    [
        "<script>trip()</script>",
        "<img src=x onerror=trip()>",
        "<svg onload=trip()><script>trip()</script><use href='#x'/></svg>",
        "<a href='java&#10;script:trip()'>x</a>",
        "<a href='data:text/html,trip()'>x</a>",
        "<iframe srcdoc='<script>trip()</script>'></iframe>",
        "<math><mtext><style><img src=x onerror=trip()></style></mtext></math>",
        "<p style='background:url(//trip.example)'>x</p>",
        "<img src='https://trip.example/x.png'><img src='//trip.example'><img src='\\\\trip.example'>",
        "<form action='https://trip.example'><button formaction='javascript:trip()'>x</button></form>",
        "<base href='//trip.example/'><meta http-equiv=refresh content='0;url=//trip.example'>",
        "<link rel=stylesheet href=//trip.example><object data=//trip.example></object>",
        "<p id='__config'>{}</p><div data-md-component='trip'></div>",
    ],
)
def test_what_could_run_or_load_from_elsewhere_goes(html):
    kept = safe_page(html)
    assert not [it for it in ("trip", "__config", "data-md", "<script", "<iframe") if it in kept]
