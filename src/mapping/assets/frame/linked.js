// Maps of one page that move together: to one place on the earth, or each as far from its own home.

export class Links {
  constructor(own) {
    this.own = own; // a map of `frame.js`; so are the others
    this.follows = false; // whether it is being moved by another
    own.map.on("move", this.telling((other) => other.links.follow(own)));
    own.map.on("moveend", this.telling((other) => other.links.rest()));
  }

  telling(act) {
    const { own } = this;
    return () => own.view?.linked && own.home && !this.follows && this.leading((others) => others.forEach(act));
  }

  // The maps of the page that are linked in the same way, this one first; this one alone where it is not linked.
  together() {
    const { own } = this;
    if (!own.view?.linked) return [own];
    window.parent.riskmapLinked ??= new Set();
    const linked = window.parent.riskmapLinked;
    linked.add(own);
    for (const map of linked) if (!map.frame.isConnected) linked.delete(map); // its frame was taken from the page
    return [own, ...[...linked].filter((map) => map !== own && map.home && map.view.linked === own.view.linked)];
  }

  // What the others do in the meantime follows from what this one does, and leads to nothing.
  leading(act) {
    const together = this.together();
    for (const { links } of together) links.follows = true;
    try {
      act(together.slice(1));
    } finally {
      for (const { links } of together) links.follows = false;
    }
  }

  // Where the middle of the map stands, in pixels of a zoom: on the earth, or seen from the middle of its home.
  standing(zoom) {
    const { map, view } = this.own;
    const middle = map.project(map.getCenter(), zoom);
    return view.linked === "home" ? middle.subtract(this.own.middleOfHome(zoom)) : middle;
  }

  // A pan shifts what is drawn, as it does under the reader's hand; only another zoom, and its end, draw anew.
  follow(leader) {
    const { map, view } = this.own;
    const zoom = leader.map.getZoom();
    const there = leader.links.standing(zoom);
    const middle = view.linked === "home" ? there.add(this.own.middleOfHome(zoom)) : there;
    if (zoom !== map.getZoom()) {
      map.setView(map.unproject(middle, zoom), zoom, { animate: false });
      return;
    }
    const shift = middle.subtract(map.project(map.getCenter(), zoom)).round();
    if (!shift.x && !shift.y) return;
    map._rawPanBy(shift);
    map.fire("move");
    this.shifted = true;
  }

  rest() {
    if (this.shifted) this.own.map.fire("moveend");
    this.shifted = false;
  }
}
