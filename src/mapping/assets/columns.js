// The figures of the areas of a view, column by column: how they are completed and written.
import "./writing.js";

const { NOTHING, figure } = globalThis.riskmapWriting;

// Rates and their limits travel as a short table of cases by count: only the people under them differ from area to area. What
// comes out is the number that the server has, to the last digit.
export function complete(answer) {
  const { columns, quotients } = answer;
  for (const [name, { of, over, per, table }] of Object.entries(quotients)) {
    columns[name] = columns[of].map((count, i) => (count === null || !columns[over][i] ? null : per * (table[count] / columns[over][i])));
  }
  return answer;
}

// A figure of an area as it is written; a dash for none.
export const written = ({ columns, styles }, name, at, locale) => figure(columns[name]?.[at], locale, styles[name]);

export { NOTHING };
