// Rates and their limits travel as a short table by count: only the people under them differ from area to area.
export function complete(answer) {
  const { columns, quotients } = answer;
  for (const [name, { of, over, per, table }] of Object.entries(quotients)) {
    columns[name] = columns[of].map((count, i) =>
      count === null || !columns[over][i] ? null : Math.round((100 * per * table[count]) / columns[over][i]) / 100,
    );
  }
  return answer;
}

// A probability in whole per cent; never 0 or 100 %, which would be certainty.
export const share = (value, locale) => {
  const bound = value > 0.995 ? "> " : value < 0.005 ? "< " : "";
  const hundredths = Math.min(Math.max(Math.round(100 * value), 1), 99);
  return bound + new Intl.NumberFormat(locale, { style: "percent" }).format(hundredths / 100);
};
