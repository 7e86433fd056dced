// What a pack knows of its areas.

export class Region {
  // `data` is what the pack holds (`mapping.export.html_content`); all of it is known here under the same names.
  constructor(data) {
    Object.assign(this, data);
    this.areas = data.areas;
    this.scope = data.scope;
    this.words = data.words;
    const { codes, names, keys } = data.areas;
    this.nameOf = new Map(codes.map((code, i) => [code, names[i]]));
    this.keyOf = new Map(codes.map((code, i) => [code, `${keys[i]} ${code}`]));
    this.mahallas = data.shapes.codes;
    this.placeOf = new Map(this.mahallas.map((code, i) => [code, i]));
  }

  // Places of the mahallas of an area.
  under(code) {
    return this.mahallas.map((one, i) => (one.startsWith(code) ? i : -1)).filter((i) => i >= 0);
  }

  get isWide() {
    return this.scope.length < 7;
  }

  parent(code) {
    if (code === this.scope) return null;
    return code.length > 7 && this.isWide ? code.slice(0, 7) : this.scope;
  }

  // The same plain Latin letters as the keys of areas, from any alphabet and apostrophe.
  fold(typed) {
    return [...typed.toLowerCase()]
      .filter((letter) => !this.words.apostrophes.includes(letter))
      .map((letter) => this.words.latin[letter] ?? letter)
      .join("")
      .trim();
  }

  find(typed, among = this.areas.codes) {
    const key = this.fold(typed);
    return key ? among.filter((code) => this.keyOf.get(code).includes(key)) : [...among];
  }
}
