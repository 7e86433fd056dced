// A drawing made on the server; it is put in whole, and only when it has changed.
export default function picture(component) {
  const { data, parentElement } = component;
  let root = parentElement.querySelector(".picture");
  if (!root) {
    root = document.createElement("div");
    root.className = "picture";
    parentElement.append(root);
  }
  if (root.drawn !== data.svg) {
    root.innerHTML = data.svg;
    root.drawn = data.svg;
  }
}
