/* In the frame: the colours that are asked for, and word to the page around it of how high this one is. */
(function () {
  "use strict";
  var root = document.documentElement, theme = new URLSearchParams(location.search).get("theme");
  if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
  if (parent === window) return;
  function tell() {
    parent.postMessage({ type: "backstory:height", height: Math.ceil(root.getBoundingClientRect().height) }, "*");
  }
  new ResizeObserver(tell).observe(root);
  addEventListener("load", tell);
  addEventListener("message", function (e) {   /* the page around may have come later than this one */
    if (e.source === parent && e.data && e.data.type === "backstory:ask") tell();
  });
})();
