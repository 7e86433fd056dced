// How figures travel, and how they are written.

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map(); // one costs more than a hundred numbers written with it
const inOrder = new Intl.Collator().compare;

export const NOTHING = "—";

/** Rates and their limits travel as a short table of cases by count: only the people under them differ from area to area.
 * What comes out is the number that the server has, to the last digit.
 * @type {(answer: Figures) => Figures} */
export function complete(answer) {
  const { columns, quotients } = answer;
  for (const [name, { of, over, per, table }] of Object.entries(quotients)) {
    columns[name] = columns[of].map((count, i) =>
      count === null || !columns[over][i] ? null : per * (table[count] / columns[over][i]),
    );
  }
  return answer;
}

/** A number as its readers write it: a half away from zero, of the shortest decimals; what is written as zero has no sign.
 * @type {(value: Figure, locale: string, form?: { digits?: number, signed?: boolean }) => string} */
export function written(value, locale, { digits = 0, signed = false } = {}) {
  if (value === null || value === undefined) return NOTHING;
  if (value === "Inf") return "∞";
  const key = `${locale} ${digits} ${signed}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? "exceptZero" : "negative",
  });
  formats.set(key, format);
  return format.format(Number(value)).replace("-", "−");
}

/** A figure of an area by its name, as far as its style says (`mapping.model.wording`): nothing else rounds it.
 * @type {(of: { columns: Record<string, Figure[]>, styles: Record<string, Style> }, name: string, at: number, locale: string) => string} */
export function figure({ columns, styles }, name, at, locale) {
  const value = columns[name]?.[at];
  const style = styles[name] ?? {};
  return style.chance ? share(value, locale) : written(value, locale, style);
}

/** Which of two figures or words comes first when they are sorted upwards (`way` 1) or downwards (-1): less than 0 for the
 * first. What is missing comes last either way.
 * @type {(x: Figure, y: Figure, way: number, words?: (x: string, y: string) => number) => number} */
export function compare(x, y, way, words = inOrder) {
  const [none, other] = [x, y].map((one) => one === null || one === undefined || one === "");
  if (none || other) return Number(none) - Number(other);
  const [a, b] = [x, y].map((one) => (one === "Inf" ? Infinity : one));
  if (typeof a === "string" && typeof b === "string") return way * words(a, b);
  return way * (Number(Number(a) > Number(b)) - Number(Number(a) < Number(b)));
}

/** A day (`2026-01-15`) as everybody here writes it, whatever the browser's own language.
 * @type {(iso: string) => string} */
export const dayOf = (iso) => iso.split("-").reverse().join(".");

/** A probability, sent in hundredths, in whole per cent; never 0 or 100 %, which would be certainty.
 * @type {(value: Figure, locale: string) => string} */
export function share(value, locale) {
  if (value === null || value === undefined) return NOTHING;
  const hundredths = Math.round(100 * Number(value));
  const bound = hundredths > 99 ? "> " : hundredths < 1 ? "< " : "";
  return bound + written(Math.min(Math.max(hundredths, 1), 99), locale) + (locale === "en" ? "%" : "\u00a0%");
}
