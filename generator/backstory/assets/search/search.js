/* Backstory: the choice of kinds in Material's search box, with `search: pagefind` alone. The box works without this file. */
(function () {
  "use strict";
  var QUERY = 2, RESULT = 3;                             /* Material's messages */
  var doc = document, send = Worker.prototype.postMessage, worker = null, row = null, state = null, was = "";

  /* Material tells nobody which worker it asks: it is the first that gets a query */
  Worker.prototype.postMessage = function (message) {
    if (!worker && message && message.type === QUERY) {
      worker = this;
      worker.addEventListener("message", received);
      Worker.prototype.postMessage = send;
    }
    return send.apply(this, arguments);
  };

  function wrap() { return doc.querySelector(".md-search__scrollwrap"); }
  function input() { return doc.querySelector(".md-search__input"); }
  function results() { return doc.querySelector(".md-search-result__list"); }
  function chosen() { return row.querySelector("input:checked"); }

  /* Material has shown the results by now: its listener is the older one */
  function received(e) {
    if (e.data.type !== RESULT) return;
    state = e.data.data;
    if (!row || !row.isConnected) build();
    row.hidden = !state.query;
    count();
    if (was && doc.activeElement === doc.body) {         /* the link that had the focus is made anew */
      var again = Array.prototype.find.call(results().querySelectorAll("a"), function (it) { return it.href === was; });
      if (again) again.focus({ preventScroll: true });
    }
    more();
  }
  function build() {
    row = doc.createElement("div");
    row.className = "bs-kinds";
    row.setAttribute("role", "radiogroup");
    row.setAttribute("aria-label", state.name || "");
    state.kinds.forEach(function (kind, index) {
      var label = doc.createElement("label"), box = doc.createElement("input"), words = doc.createElement("span");
      box.type = "radio"; box.name = "bs-kind"; box.value = index; box.checked = index === state.kind;
      words.textContent = kind;
      label.append(box, words);
      row.append(label);
    });
    row.addEventListener("change", function (e) { worker.postMessage({ type: "kind", data: Number(e.target.value) }); });
    wrap().prepend(row);
    wrap().addEventListener("scroll", more, { passive: true });
    wrap().addEventListener("focusin", function (e) { was = e.target.href || ""; });
  }
  /* how many there are, not how many are here */
  function count() {
    if (state.total <= state.items.length) return;
    var said = JSON.parse(doc.getElementById("__config").textContent).translations["search.result.other"];
    doc.querySelector(".md-search-result__meta").textContent = said.replace("#", state.total.toLocaleString(doc.documentElement.lang || "en"));
  }
  /* at the end of the list, the next results */
  function more() {
    var box = wrap(), here = state.items.length;
    if (here >= state.total || results().children.length < here || !doc.getElementById("__search").checked) return;
    if (box.scrollTop + box.clientHeight < box.scrollHeight - 16) return;
    state.total = 0;                                     /* once */
    worker.postMessage({ type: "more" });
  }

  /* Material's keys would close the search or leave the choice: Tab leads into it and out, the arrows choose */
  addEventListener("keydown", function (e) {
    if (!row || row.hidden || !doc.getElementById("__search").checked || e.ctrlKey || e.metaKey || e.altKey) return;
    var inside = row.contains(e.target);
    if (e.key === "Tab" && !e.shiftKey && e.target === input()) { chosen().focus(); e.preventDefault(); }
    else if (inside && (e.key === "ArrowUp" || (e.key === "Tab" && e.shiftKey))) { input().focus(); e.preventDefault(); }
    else if (!inside || !/^( |Enter|Shift|Home|End|ArrowLeft|ArrowRight)$/.test(e.key)) return;
    e.stopImmediatePropagation();
  }, true);
})();
