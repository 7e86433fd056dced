// The three tables of a pack: its mahallas, its measures, and measures by district.
import { dayOf } from "../figures.js";
import { Table } from "./table.js";

const told = (name, write) => ({ name, value: write, write });

export function areaTable(state) {
  const { words, region } = state;
  const column = (key) => {
    const value = (i) => state.view.columns[key][i];
    return { name: words[key], number: true, value, write: (i) => state.write(key, i) };
  };
  const count = column("count");
  const columns = [
    told(words.name, (i) => region.nameOf.get(region.mahallas[i])),
    told(words.district, (i) => region.nameOf.get(region.mahallas[i].slice(0, 7)) ?? ""),
    column("people"),
    { ...count, write: (i) => (state.view.columns.hidden?.[i] ? words.hidden : count.write(i)) },
    column("rate"),
    { name: words.risk, number: true, value: (i) => state.view.columns.rr[i], write: (i) => state.risk(i) },
    column("before"),
    told(words.change, (i) => words[state.view.columns.label[i]] ?? ""),
  ];
  return new Table(words.table, columns, words, (i) => state.open(region.mahallas[i]));
}

export function measureTable(state) {
  const { words, region } = state;
  const { area, lists, columns, deadline, overdue, progress } = region.measures;
  const listed = (key) => told(words[key], (row) => lists[key][columns[key][row]]);
  const counted = (name, values) =>
    ({ name, number: true, value: (row) => values[row], write: (row) => (values[row] === null ? "" : state.number(values[row])) });
  const shown = [
    told(words.name, (row) => region.nameOf.get(region.mahallas[area[row]])),
    listed("quarter"),
    listed("text"),
    listed("state"),
    { name: words.deadline, value: (row) => deadline[row], write: (row) => dayOf(deadline[row]) },
    counted(words.days_overdue, overdue),
    counted(words.progress, progress),
    listed("seven_member"),
  ];
  return new Table(words.measures, shown, words);
}

// Its rows are codes of districts; the numbers of each come counted with the region.
export function districtTable(state) {
  const { words, region } = state;
  const counted = (key) => {
    const value = (code) => region.measures.districts[code][key];
    return { name: words[key], number: true, value, write: (code) => state.number(value(code)) };
  };
  const columns = [
    told(words.district, (code) => region.nameOf.get(code)),
    ...["asked", "done", "going", "overdue", "cancelled"].map(counted),
  ];
  return new Table(words.by_district, columns, words, (code) => state.open(code));
}
