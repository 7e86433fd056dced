// Begins to fetch what the first view needs while Leaflet is still loading; the addresses follow the `?`, with `|` between.
(() => {
  const urls = decodeURIComponent(document.currentScript.src.split("?")[1] ?? "").split("|").filter(Boolean);
  const begin = (url) => fetch(url).then((response) => (response.ok ? response.json() : Promise.reject(response.status)));
  window.riskmapEarly = new Map(urls.map((url) => [url, begin(url)]));
})();
