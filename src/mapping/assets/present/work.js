// The work goes on while the screen stands: as soon as somebody reports, what hangs on it is shown anew. A screen of a past meeting stays as it was.
const EVERY = 1000; // ms between two questions whether anything was reported
const SOON = 250; // ms after an answer that took longer than that

export class Work {
  /** `moved` shows what it is given, and gives whether it could. @param {any} start @param {(told: any) => Promise<boolean>} moved */
  constructor({ work, pinned }, moved) {
    this.work = work;
    this.moved = moved;
    this.seq = work.seq; // of the last report that is shown, or was found to change nothing
    this.query = new URLSearchParams({ snapshot: pinned.snapshot, lang: pinned.lang });
    // A reload has the address of what was shown, and goes on from there; whoever is sent that address sees what it says.
    this.follows = work.follows || Boolean(history.state?.follows);
    if (this.follows) this.again();
  }

  // One question after the other, however long the answer takes: a machine that is busy is not asked twice at once, nor waited for a second more.
  again(begun = performance.now()) {
    const left = Math.max(SOON, EVERY - (performance.now() - begun));
    setTimeout(async () => {
      const now = performance.now();
      try {
        await this.look();
      } finally {
        this.again(now);
      }
    }, left);
  }

  async look() {
    if (document.hidden) return;
    const asked = await told(`${this.work.ask}?since=${this.seq}`);
    if (!asked?.changed) return;
    for (const [name, value] of new URLSearchParams(location.search)) if (name !== "seq" && name !== "snapshot") this.query.set(name, value);
    const start = await told(`${this.work.again}?${this.query}`);
    if (start && (await this.moved(start))) this.seq = asked.seq;
  }
}

// A server that is away is asked again.
async function told(address) {
  const answer = await fetch(address).catch(() => null);
  return answer?.ok ? answer.json() : null;
}
