// The little of a browser that the parts without pages need.
class Store {
  private items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

const anyGlobal = globalThis as Record<string, unknown>;
anyGlobal["localStorage"] = new Store();
anyGlobal["sessionStorage"] = new Store();
anyGlobal["document"] = { documentElement: { lang: "" } };
anyGlobal["window"] = {
  location: { hash: "" },
  addEventListener: () => undefined,
  setInterval: () => 0,
  setTimeout: (act: () => void, ms: number) => setTimeout(act, ms),
  clearTimeout: (timer: number) => clearTimeout(timer),
};
