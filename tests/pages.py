"""The kinds of pages of the example, one of each."""

PAGES = {
    "home": "/",
    "stories": "/stories/",
    "a retold story": "/stories/summit-agreed/",
    "a republished story": "/stories/geneva-summit-2021/",
    "actors": "/actors/",
    "a speaker": "/actors/vladimir-putin/",
    "an outlet": "/actors/npr/",
    "quotes": "/quotes/",
    "a quote in many wordings": "/quotes/summit-agreed/agreement/",
    "a refusal": "/quotes/summit-agreed/no-comment/",
    "a topic": "/topics/road-to-alaska/",
    "claims": "/claims/",
    "timeline": "/timeline/",
    "network": "/network/",
    "an ordinary page": "/about/",
    "the guide": "/guide/",
    "not found": "/404.html",
}
