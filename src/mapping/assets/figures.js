// How figures travel, and how they are written.

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map(); // one costs more than a hundred numbers written with it

/** Rates and their limits travel as a short table by count: only the people under them differ from area to area.
 * @type {(answer: Figures) => Figures} */
export function complete(answer) {
  const { columns, quotients } = answer;
  for (const [name, { of, over, per, table }] of Object.entries(quotients)) {
    columns[name] = columns[of].map((count, i) =>
      count === null || !columns[over][i] ? null : Math.round((100 * per * table[count]) / columns[over][i]) / 100,
    );
  }
  return answer;
}

/** A figure as its readers write it.
 * @type {(value: Figure, locale: string, form?: { digits?: number, signed?: boolean, percent?: boolean }) => string} */
export function written(value, locale, { digits = 0, signed = false, percent = false } = {}) {
  if (value === null || value === undefined) return "—";
  if (value === "Inf") return "∞";
  const key = `${locale} ${digits} ${signed} ${percent}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? "exceptZero" : "auto",
    style: percent ? "percent" : "decimal",
  });
  formats.set(key, format);
  return format.format(Number(value));
}

/** A probability in whole per cent; never 0 or 100 %, which would be certainty.
 * @type {(value: number, locale: string) => string} */
export function share(value, locale) {
  const bound = value > 0.995 ? "> " : value < 0.005 ? "< " : "";
  const hundredths = Math.min(Math.max(Math.round(100 * value), 1), 99);
  return bound + written(hundredths / 100, locale, { percent: true });
}
