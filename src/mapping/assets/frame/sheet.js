// A canvas that lies over the map and moves with it.
import { placeOf } from "../map/placing.js";

export const Sheet = L.Renderer.extend({
  initialize(name, draw) {
    L.Renderer.prototype.initialize.call(this, { padding: 0.15 });
    this._name = name;
    this._draw = draw;
    this.waits = false; // while the map moves in several steps
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.className = this._name;
    this._container.setAttribute("aria-hidden", "true");
    this._ink = this._container.getContext("2d", { willReadFrequently: this._name === "riskmap-areas" });
  },
  _destroyContainer() {
    this._container.remove();
  },
  _updatePaths() {},
  _update() {
    if (this.waits || (this._map._animatingZoom && this._bounds)) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(size.x * ratio);
    this._container.height = Math.round(size.y * ratio);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this.paint();
  },
  paint() {
    if (!this._map || !this._bounds) return;
    const stand = standOf(this._map, this._bounds.min);
    this._ink.setTransform(1, 0, 0, 1, 0, 0);
    this._ink.clearRect(0, 0, this._container.width, this._container.height);
    const { x, y } = this._bounds.getSize();
    this._draw(this._ink, (set) => placeOf(stand, set), this._seen(), { stand, size: [x, y] });
  },
  // The part of the canvas that is in the frame: the canvas reaches beyond it on all sides.
  _seen() {
    const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
    const size = this._map.getSize();
    return [corner.x, corner.y, corner.x + size.x, corner.y + size.y];
  },
});

// Where a Leaflet map stands, seen from a point of its layers.
export function standOf(map, corner) {
  const { x, y } = map.getPixelOrigin().add(corner);
  return { zoom: map.getZoom(), left: x, top: y, ratio: window.devicePixelRatio || 1 };
}

/** How what lies on a sheet mixes with what is under it, as a canvas calls it. @param {HTMLCanvasElement} canvas */
export function blendOf(canvas) {
  const blend = getComputedStyle(canvas).mixBlendMode;
  return /** @type {GlobalCompositeOperation} */ (blend === "normal" ? "source-over" : blend);
}
