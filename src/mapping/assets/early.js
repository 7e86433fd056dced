// Begins to fetch what the first view needs, all at once: the scripts and styles that the frame would ask for one after the
// other, and the data, while Leaflet is still loading. Its addresses follow the `?`, with `|` between.
(() => {
  const [base, query = ""] = /** @type {HTMLScriptElement} */ (document.currentScript).src.split("?");
  const parts = {
    "leaflet/leaflet.js": "script",
    "joined/frame/frame.js": "script",
    "leaflet/leaflet.css": "style",
    "riskmap.css": "style",
  };
  for (const [part, as] of Object.entries(parts)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "preload", as, href: new URL(part, base) }));
  }
  const begin = (url) => {
    const answer = fetch(url).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
    answer.catch(() => {}); // told where it is needed
    return answer;
  };
  const there = window.parent.riskmapFirst?.answers; // the page may have begun before there was a frame
  window.riskmapEarly = new Map(decodeURIComponent(query).split("|").filter(Boolean).map((url) => [url, there?.get(url) ?? begin(url)]));
})();
