"""Stories that lean on a claim of another: shown on both, and reviewed when the claim has changed."""

from backstory.compiler import Settings, compile_site

STORM = """\
headline: The January storm
short_headline: The storm
summary: It broke the old wall.
published: 2029-01-10
text: retelling
actors: [ilse-varga]
claims:
  by-night:
    text: The wall went by night.
    said_by: ilse-varga
    status: open
    log:
      - {date: 2029-02-01, status: unverified, text: Nobody saw it.}
      - {date: 2031-05-02, status: unverified, text: Still nobody.}
"""
FALSE = "      - {date: 2031-06-01, status: 'false', text: It was noon., evidence: https://log.example/}\n"


def _tell(content, log="", reviewed=""):
    content.write("stories/storm/article.md", "It blew.\n")
    content.write("stories/storm/story.yml", STORM + log)
    content.story(f"relies_on:\n  - {{story: storm, claim: by-night{reviewed}}}\n")
    return compile_site(content.path, Settings(), shown_as=".")


def _page(compilation, address):
    return next(it.html for it in compilation.site.pages if it.address == address)


def _said(compilation):
    return [(it.code, it.is_error) for it in compilation.diagnostics if it.code == "claim/unreviewed"]


def test_both_pages_lead_to_each_other(content):
    compilation = _tell(content)
    assert 'id="leans"' in _page(compilation, "/stories/toll/")
    assert "../storm/#claim-by-night" in _page(compilation, "/stories/toll/")
    assert "Leans on it:" in _page(compilation, "/claims/")
    assert "Leans on it:" not in _page(compilation, "/stories/toll/")


def test_what_is_logged_without_another_status_asks_for_nothing(content):
    assert _said(_tell(content)) == []


def test_another_status_after_publication_stops_the_build_until_the_story_is_reviewed(content):
    assert _said(_tell(content, FALSE)) == [("claim/unreviewed", True)]
    assert _said(_tell(content, FALSE, ", reviewed: 2031-05-31")) == [("claim/unreviewed", True)]
    reviewed = _tell(content, FALSE, ", reviewed: 2031-06-01")
    assert _said(reviewed) == []
    assert "reviewed" in _page(reviewed, "/claims/")


def test_a_claim_of_a_story_that_is_held_back_is_not_shown(content):
    content.write("stories/storm/article.md", "It blew.\n")
    content.write("stories/storm/story.yml", STORM + "status: draft\n")
    content.story("relies_on:\n  - {story: storm, claim: by-night}\n")
    compilation = compile_site(content.path, Settings(), shown_as=".")
    assert "reference/unpublished" in {it.code for it in compilation.diagnostics}
    assert "by night" not in _page(compilation, "/stories/toll/")
