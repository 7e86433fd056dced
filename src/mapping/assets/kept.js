// Answers kept by their address, so that nothing is asked for twice.
export class Kept {
  /** At most so many answers are kept, the oldest go first; `early` is what is being fetched already.
   * @param {number} [most] @param {Map<string, Promise<any>>} [early] */
  constructor(most = Infinity, early = new Map()) {
    /** @type {Map<string, Promise<any>>} */
    this.answers = new Map();
    /** @type {Map<string, any>} */
    this.here = new Map();
    this.most = most;
    this.early = early;
  }

  /** The JSON at an address, `finish`ed once; what failed is asked for anew the next time.
   * @param {string} url @param {(answer: any) => any} [finish] @returns {Promise<any>} */
  get(url, finish = (answer) => answer) {
    const kept = this.answers.get(url);
    if (kept) return kept;
    const answer = (this.early.get(url) ?? asked(url)).then(finish);
    this.answers.set(url, answer);
    answer.then((ready) => this.answers.get(url) === answer && this.here.set(url, ready), () => this.drop(url));
    if (this.answers.size > this.most) this.drop([...this.answers.keys()][0]);
    return answer;
  }

  /** The answer that has come already.
   * @param {string} url */
  atHand(url) {
    return this.here.get(url);
  }

  /** @param {string} url */
  drop(url) {
    for (const kept of [this.answers, this.here, this.early]) kept.delete(url);
  }
}

/** @type {(url: string) => Promise<any>} */
async function asked(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
