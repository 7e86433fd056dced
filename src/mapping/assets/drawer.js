// What lies behind a button. The button opens and closes it; Escape, a step or a click elsewhere, and a link within close it.

// `box` holds the button and what lies behind it.
export function drawer(box) {
  const [button, within] = box.children;
  const open = (is) => {
    within.hidden = !is;
    button.setAttribute("aria-expanded", String(is));
  };
  open(false);
  within.tabIndex = -1; // a click between its parts is no click elsewhere
  button.addEventListener("click", () => open(within.hidden));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || within.hidden) return;
    open(false);
    button.focus();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget)) open(false);
  });
  within.addEventListener("click", (event) => {
    if (event.target.closest("a")) open(false);
  });
}
