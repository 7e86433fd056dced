// What was asked for once is kept for the whole meeting, so that nothing is waited for twice.
const kept = new Map(); // address → promise of its answer
const held = new Map(); // address → answer, once it is here

export function fetched(address, finish = (answer) => answer) {
  if (!kept.has(address)) {
    const answer = fetch(address).then(async (response) => {
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      const ready = finish(await response.json());
      held.set(address, ready);
      return ready;
    });
    answer.catch(() => kept.delete(address)); // so that the next press of a key asks again
    kept.set(address, answer);
  }
  return kept.get(address);
}

export const atHand = (address) => held.get(address);
