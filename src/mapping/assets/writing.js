// How the browser writes figures: as `mapping.model.wording` does, which sends how far (`STYLES`). Nothing else writes a figure here,
// and nothing rounds one before.
//
// A plain script: the one file of a pack knows no modules.
globalThis.riskmapWriting ??= (() => {
  "use strict";

  const NOTHING = "—";
  const formats = new Map();

  // A half away from zero, of the shortest decimals; what is written as zero has no sign.
  function number(value, locale, { digits = 0, signed = false } = {}) {
    if (value === null || value === undefined) return NOTHING;
    if (value === "Inf" || value === Infinity) return "∞";
    const key = `${locale} ${digits} ${signed}`;
    if (!formats.has(key)) {
      formats.set(key, new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: signed ? "exceptZero" : "negative",
      }));
    }
    return formats.get(key).format(value).replace("-", "−");
  }

  // A probability, sent in hundredths, in whole per cent; never 0 or 100 %, which would be certainty.
  function share(value, locale) {
    if (value === null || value === undefined) return NOTHING;
    const hundredths = Math.round(100 * value);
    const bound = hundredths > 99 ? "> " : hundredths < 1 ? "< " : "";
    const sign = locale === "en" ? "%" : "\u00a0%";
    return bound + number(Math.min(Math.max(hundredths, 1), 99), locale) + sign;
  }

  // A figure of a column by its name; a dash for none.
  const figure = (value, locale, style = {}) => (style.chance ? share : number)(value, locale, style);

  return { NOTHING, number, figure };
})();
