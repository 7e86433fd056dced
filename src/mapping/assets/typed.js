// What is typed: kept in the browser until the server has it, and sent there.
export class Draft {
  /** @param {() => Storage} storage what may be forbidden to the page @param {string} name */
  constructor(storage, name) {
    this.storage = storage;
    this.name = name;
  }

  keep(typed) {
    this.attempt((storage) => storage.setItem(this.name, JSON.stringify(typed)));
  }

  /** What was kept; null where there is nothing, or nothing that can be read. */
  read() {
    return this.attempt((storage) => JSON.parse(storage.getItem(this.name) ?? "null")) ?? null;
  }

  drop() {
    this.attempt((storage) => storage.removeItem(this.name));
  }

  // In a browser that keeps nothing the fields still hold what is typed.
  attempt(act) {
    try {
      return act(this.storage());
    } catch (error) {
      console.error(error);
      return undefined;
    }
  }
}

/** What the server says to what is sent; null where it says nothing.
 * @type {(address: string, method: string, body?: object) => Promise<any>} */
export async function send(address, method, body) {
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    return await response.json();
  } catch {
    return null;
  }
}
