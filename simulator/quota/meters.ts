/** Meters by name, each made when it is first asked for. */
export class Meters<M> {
  readonly #made = new Map<string, M>();
  readonly #make: () => M;

  constructor(make: () => M) {
    this.#make = make;
  }

  of(...name: string[]): M {
    const key = name.join(" ").toLowerCase();
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make();
    this.#made.set(key, made);
    return made;
  }
}
