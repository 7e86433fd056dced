// What maps of ours are made of. Known to `make lint` alone.

type Box = [left: number, top: number, right: number, bottom: number];
type Point = [x: number, y: number];
type Size = [wide: number, tall: number];
type Ink = CanvasRenderingContext2D;

/** Areas in whole pixels of the world at one zoom (`mapping.maps.display`); lists are in the order of the codes. */
interface AreaSet {
  level: string;
  codes: string[];
  zoom: number;
  /** Where the set's own pixels begin in the world's. */
  origin: number[];
  /** x and y of a point inside each area, one after the other. */
  points: number[];
  /** The box of all areas. */
  whole: Box;
  paths: Path2D[];
  /** The borders of all areas. */
  borders: Path2D;
  /** The place of each code. */
  index: Map<string, number>;
  /** The box of each area; found when first asked for. */
  boxes: Box[];
}

/** Colours by class, those of what is drawn faint, patterns of kinds, and all that is not a class. */
interface Colouring {
  colours: string[];
  faint?: string[] | null;
  patterns?: (string | null)[] | null;
  ink: Record<string, string>;
}

/** Where a map stands: the zoom of its world (with fractions), the world's pixel in the corner of the screen, and how many
 * pixels of the screen are one of CSS. */
interface Stand {
  zoom: number;
  left: number;
  top: number;
  ratio: number;
}

/** From a set's pixels to those of the screen; `ratio` as in `Stand`. */
type Place = [scale: number, x: number, y: number, ratio: number];

/** How words are written: `size` and `halo` (what is around the letters) in pixels of CSS, `font` as CSS names a family. */
interface Hand {
  size: number;
  font: string;
  weight?: number;
  halo?: number;
  colours: Record<string, string>;
}

interface NameHand extends Hand {
  /** The words for an area; "" for one that has no name here. */
  nameOf: (code: string) => string;
  /** Where names may stand. */
  sight: Box;
  /** What lies there already. */
  taken?: Box[];
  /** The code that has its name before all others. */
  first?: string;
  /** How many times as wide as its name an area must be. */
  room?: number;
  /** Whether no area in sight may go without its name. */
  everyOne?: boolean;
  /** The lines above (less than 0) and below that are tried. */
  lines?: number[];
}

interface LetterHand extends Omit<Hand, "size"> {
  letterOf: (at: number) => string | undefined;
  taken?: Box[];
  /** Told of each area with a letter that has no room for it, and where it lies. */
  tiny?: (at: number, x: number, y: number) => void;
}

interface PlaceHand extends Omit<Hand, "size" | "weight"> {
  sight: Box;
  taken: Box[];
  /** Names that the map writes itself. */
  own: string[];
}

/** A base map (`mapping.views.map.base`): the template of its addresses, its first and last zoom. */
interface BaseTold {
  address: string;
  form: "pictures" | "lines";
  least: number;
  most: number;
  attribution: string;
}

/** A number, `Inf`, or none. */
type Figure = number | string | null | undefined;

/** What lies in an element that `elements.js` makes; nothing, or false, is left out. */
type Part = string | Node | null | undefined | false;

/** Figures as they travel (`mapping.web.routes`): a rate may be a short table by count, over the people of each area. */
interface Figures {
  codes?: string[];
  columns: Record<string, any[]>;
  quotients: Record<string, { of: string; over: string; per: number; table: Record<string, number> }>;
  /** How each figure is written, by its name; what is not here is whole. */
  styles: Record<string, Style>;
}

/** So many digits after the point, with its sign or not, as a chance in per cent or not. */
interface Style {
  digits?: number;
  signed?: boolean;
  chance?: boolean;
}
