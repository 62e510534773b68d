/* Backstory: the worker that Material's search box asks, with `search: pagefind`. It speaks the messages of
   Material's own worker, and has the answers from Pagefind, of which nothing is fetched before the first question. */
(function () {
  "use strict";
  var SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;       /* Material's */
  var KIND = "kind", MORE = "more";                      /* search.js's */
  var BATCH = 8, SECTIONS = 6, WORDS = 24, NAME = 20;
  var PAUSE = 150, LONG_PAUSE = 700;                     /* ms; a single letter is seldom all that is meant */
  var known = {}, query = "", kind = 0, wanted = BATCH, asked = 0, timer = 0, loading = null;

  function pagefind() {
    if (!loading) {
      /* it asks the document for the language of the words, and there is none here */
      var html = { getAttribute: function () { return known.language; } };
      self.document = { currentScript: null, querySelector: function () { return html; } };
      loading = import(new URL("../pagefind/pagefind.js", self.location).href).then(function (it) {
        return it.options({ excerptLength: WORDS, ranking: { metaWeights: { name: NAME } } }).then(function () { return it; });
      });
      loading.catch(function () { loading = null; });    /* the next question tries again */
    }
    return loading;
  }

  function escaped(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); }
  function plain(word) { return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(); }
  /* the words of a query, as Material has them: each is found */
  function terms() {
    var found = {};
    query.split(/[\s"]+/).forEach(function (it) { if (it) found[it] = true; });
    return found;
  }
  /* text with the words marked that begin as one of the query does */
  function marked(text) {
    var begins = query.match(/[\p{L}\p{N}]+/gu) || [];
    begins = begins.map(plain);
    return escaped(text).replace(/&\w+;|[\p{L}\p{N}\p{M}]+/gu, function (word) {
      var bare = plain(word);
      return begins.some(function (it) { return bare.indexOf(it) === 0; }) ? "<mark>" + word + "</mark>" : word;
    });
  }
  /* For a word that no page has, Pagefind finds its longest beginning that one has: “us” for “ushakow”. That is none:
     too little of the word is left, as nothing is by taking off its ending */
  function strayed(data) {
    var words = data.content.split(/\s+/), found = [];
    data.locations.forEach(function (it) { found = found.concat(plain(words[it] || "").split(/[^\p{L}\p{N}]+/u)); });
    return (query.match(/[\p{L}\p{N}\p{M}]+/gu) || []).map(plain).some(function (term) {
      var least = Math.max(3, term.length * .4);
      return !found.some(function (it) { return it && it.indexOf(term.slice(0, least)) === 0; })
        && found.some(function (it) { return it && it.length < term.length && term.indexOf(it) === 0; });
    });
  }
  function place(url) { return url.replace(/#.*/, ""); }

  /* a page, with the sections in which it was found; Material shows the best, and folds up those that score less */
  function item(data, score) {
    var labels = data.filters.kind || [], found = data.sub_results.slice(0, SECTIONS), own = null;
    var parts = found.map(function (it) {
      var weight = it.weighted_locations.reduce(function (sum, one) { return sum + one.balanced_score; }, 0);
      var part = { location: it.url, title: marked(it.title), text: "<p>" + it.excerpt + " …</p>", terms: terms(), weight: weight };
      if (!it.anchor) own = part;
      return part;
    });
    if (!own) parts.push(own = { location: place(data.url), text: "", terms: {}, weight: -1 });
    own.title = labels.map(escaped).concat(marked(data.meta.title || "")).join(" · ");
    parts.sort(function (a, b) { return b.weight - a.weight; });
    parts.forEach(function (it, index) { it.score = it.weight < 0 ? 0 : score - index / 100; });
    return parts;
  }

  function answer(items, total) {
    postMessage({ type: RESULT, data: { items: items, total: total, query: query, name: known.name, kind: kind,
      kinds: (known.kinds || []).map(function (it) { return it[0]; }) } });
  }
  function find(mine) {
    var labels = kind ? known.kinds[kind][1] : [];
    return pagefind().then(function (it) {
      return it.search(query, { filters: kind ? { kind: { any: labels } } : {} });
    }).then(function (found) {
      if (mine !== asked) return null;
      return Promise.all(found.results.slice(0, wanted).map(function (it) { return it.data(); })).then(function (pages) {
        var total = pages.length && strayed(pages[0]) ? 0 : found.results.length;
        if (mine === asked) answer(total ? pages.map(function (it, index) { return item(it, total - index); }) : [], total);
      });
    }).catch(function (problem) {
      console.warn("The search has no answer: " + problem);
      if (mine === asked) answer([], 0);
    });
  }
  function ask(pause) {
    var mine = ++asked;
    clearTimeout(timer);
    if (query) timer = setTimeout(find, pause, mine); else answer([], 0);
  }

  addEventListener("message", function (e) {
    var data = e.data.data;
    if (e.data.type === SETUP) {
      known = data.config.backstory || {};
      postMessage({ type: READY });
    } else if (e.data.type === QUERY) {
      query = data.trim();
      wanted = BATCH;
      ask(Array.from(query).length < 2 ? LONG_PAUSE : PAUSE);
    } else if (e.data.type === KIND) {
      kind = data;
      wanted = BATCH;
      ask(0);
    } else if (e.data.type === MORE) {
      wanted += BATCH;
      ask(0);
    }
  });
})();
