// A link to another page takes the view along that the address bar holds, so that it is the same for every view and need
// not be sent anew: `data-view` says what it says otherwise (empty: what it leaves out), `data-page` names one of our pages.
const linkOf = (event) => event.composedPath()[0].closest?.("a[data-page], a[data-view]");

function takeAlong(event) {
  const link = linkOf(event);
  if (!link) return;
  const view = new URLSearchParams(location.search);
  for (const [name, value] of new URLSearchParams(link.dataset.view)) {
    if (value) view.set(name, value);
    else view.delete(name);
  }
  link.search = view;
}

// Before the browser shows, copies or opens the address.
for (const event of ["pointerover", "focusin", "contextmenu", "click"]) document.addEventListener(event, takeAlong, true);

// A plain click on a page stays in this visit: Streamlit goes where the address has changed to, as it does for the browser's
// own back and forward. With a key held the browser opens the address itself.
document.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (!link || !("page" in link.dataset) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.href === location.href) return;
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
});
