// @ts-check
// What only Python can do. Without a kernel the page says where it works.

/** @typedef {import("./dom.js").Model} Model */

export const RESTARTED = "The kernel was restarted. Run the cell again.";

export class Kernel {
  /** @param {Model | null} model */
  constructor(model) {
    this.model = model;
    this.alive = model !== null;
    /** @type {Map<number, (answer: any) => void>} by the number of the question */
    this.waiting = new Map();
    this.asked = 0;
    model?.on("msg:custom", (answer) => this.waiting.get(answer?.number)?.(answer));
    // Jupyter reports so that the kernel was restarted.
    model?.on("comm_live_update", () => (this.alive = false));
  }

  /** @param {string} about one of the services of Python @param {object} content @returns {Promise<any>} its answer */
  ask(about, content) {
    if (!this.model || !this.alive) return Promise.resolve({ text: RESTARTED, problem: RESTARTED });
    this.asked += 1;
    this.model.send({ ask: about, number: this.asked, ...content });
    return new Promise((answer) => this.waiting.set(this.asked, answer));
  }
}
