/* For pages that show a frame of this site: gives it the height that it tells. Nothing else is read, sent or kept. */
(function () {
  "use strict";
  if (window.backstoryEmbeds) return;   /* each frame brings this script; once is enough */
  window.backstoryEmbeds = true;
  var home = new URL(document.currentScript.src).origin;
  function frames() {
    return Array.prototype.filter.call(document.querySelectorAll("iframe[data-backstory]"), function (it) {
      return new URL(it.src, location.href).origin === home;
    });
  }
  addEventListener("message", function (e) {
    var height = e.origin === home && e.data && e.data.type === "backstory:height" && Number(e.data.height);
    if (!(height > 0 && height < 20000)) return;
    frames().forEach(function (it) { if (it.contentWindow === e.source) it.style.height = height + "px"; });
  });
  function ask() { frames().forEach(function (it) { it.contentWindow.postMessage({ type: "backstory:ask" }, home); }); }
  if (document.readyState === "complete") ask(); else addEventListener("load", ask);
})();
