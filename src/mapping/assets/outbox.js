// What was reported: it lies in the browser until the server has it, through lost networks, reloads and a closed browser.
const AGAIN = 5000; // ms between two attempts
const STORE = "outbox";

const named = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (one) => one.toString(16).padStart(2, "0")).join("");

class Outbox extends EventTarget {
  constructor() {
    super();
    /** @type {string | null} whose reports are sent: what another person wrote on this device waits for them */
    this.person = null;
    this.memory = new Map(); // where the browser keeps nothing
    this.busy = false;
    /** @type {Promise<IDBDatabase> | null} */
    this.opened = null;
  }

  /** @param {string} person */
  begin(person) {
    if (this.person === null) {
      setInterval(() => this.send(), AGAIN);
      addEventListener("online", () => this.send());
    }
    this.person = person;
    this.send();
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }

  base() {
    this.opened ??= new Promise((done, fail) => {
      const request = indexedDB.open("riskmap", 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
    return this.opened;
  }

  /** @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} act @returns {Promise<any>} */
  async run(mode, act) {
    const base = await this.base();
    return new Promise((done, fail) => {
      const within = base.transaction(STORE, mode);
      const request = act(within.objectStore(STORE));
      within.oncomplete = () => done(request.result);
      within.onabort = () => fail(within.error);
    });
  }

  /** This person's reports that the server has not taken, the first first. */
  async entries() {
    const kept = await this.run("readonly", (store) => store.getAll()).catch(() => []);
    const all = [...kept, ...this.memory.values()];
    return all.filter((one) => one.person === this.person).sort((a, b) => a.made - b.made);
  }

  async put(entry) {
    await this.run("readwrite", (store) => store.put(entry)).catch(() => this.memory.set(entry.key, entry));
    this.changed();
  }

  async drop(key) {
    this.memory.delete(key);
    await this.run("readwrite", (store) => store.delete(key)).catch(() => null);
    this.changed();
  }

  /** Keep a report and send it. `given`: `address`, `body`, `title` (of the measure), `said`; for a file `file` and `measure`. */
  async add(given) {
    const key = named();
    await this.put({ ...given, key, person: this.person ?? "", made: Date.now() + Math.random(), state: "waiting", why: "" });
    this.send();
    return key;
  }

  /** Mine over theirs. */
  async onTop(entry) {
    await this.put({ ...entry, body: { ...entry.body, version: entry.answer.version }, state: "waiting" });
    this.send();
  }

  async send() {
    if (this.busy || this.person === null) return;
    this.busy = true;
    try {
      for (const { key } of await this.entries()) {
        // Looked at anew: what went before may have changed it.
        const entry = (await this.entries()).find((one) => one.key === key);
        if (entry?.state === "waiting" && !(await this.sent(entry))) break;
      }
    } finally {
      this.busy = false;
    }
  }

  // Whether the server was reached: if not, all the others wait as well.
  async sent(entry) {
    const answer = await post(entry).catch(() => null);
    if (!answer) return false;
    const { status, told } = answer;
    const why = told.problems?.[0]?.message ?? "";
    if (status === 201) {
      await this.drop(entry.key);
      await this.follow(entry, told.report);
      this.dispatchEvent(new CustomEvent("saved", { detail: told.report }));
      return true;
    }
    if (status === 401 || status >= 500) {
      await this.put({ ...entry, why: status === 401 ? "sign_in" : why });
      return false;
    }
    await this.put({ ...entry, state: status === 409 ? "conflict" : "refused", why, answer: told });
    return true;
  }

  // What I wrote of the same measure after this, looking at the same version, meets no other report than my own.
  async follow(entry, report) {
    for (const later of await this.entries()) {
      const same = later.body && later.body.measure === report.measure && later.body.version === entry.body?.version;
      if (same && later.state === "waiting") await this.put({ ...later, body: { ...later.body, version: report.version } });
    }
  }
}

async function post(entry) {
  const { address, key, file, measure, body, lang } = entry;
  const query = new URLSearchParams(file ? { lang, measure, key, name: file.name } : { lang });
  const response = await fetch(`${address}${file ? "/file" : ""}?${query}`, {
    method: "POST",
    headers: { "Content-Type": file ? "application/octet-stream" : "application/json" },
    body: file ?? JSON.stringify({ ...body, key }),
  });
  const told = await response.json().catch(() => ({}));
  return { status: response.status, told };
}

export const outbox = new Outbox();
