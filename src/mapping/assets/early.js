// Begins to fetch the first view's geometry while Leaflet is still loading; its address follows the `?`.
(() => {
  const url = decodeURIComponent(document.currentScript.src.split("?")[1] ?? "");
  if (url) window.riskmapEarly = new Map([[url, fetch(url).then((response) => (response.ok ? response.json() : Promise.reject(response.status)))]]);
})();
