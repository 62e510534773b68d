"""Every kind of page. A new kind is a file beside this one, a template, and a line here."""

from backstory.pages.actor import plan_actor_pages
from backstory.pages.actors import plan_actors
from backstory.pages.claims import plan_claims
from backstory.pages.gone import plan_gone_pages
from backstory.pages.home import plan_home
from backstory.pages.network import plan_network
from backstory.pages.quotes import plan_quote_pages, plan_quotes
from backstory.pages.stories import plan_stories
from backstory.pages.story import plan_story_pages
from backstory.pages.timeline import plan_timeline
from backstory.pages.topic import plan_topic_pages

# Pages of the site as a whole, and those that each story, topic and actor has.
PAGE_KINDS = (
    plan_home,
    plan_stories,
    plan_actors,
    plan_quotes,
    plan_claims,
    plan_timeline,
    plan_network,
)
PAGES_OF_STORY = (plan_story_pages, plan_quote_pages, plan_gone_pages)
PAGES_OF_TOPIC = (plan_topic_pages,)
PAGES_OF_ACTOR = (plan_actor_pages,)
