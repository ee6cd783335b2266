// @ts-check
// What only Python can do. Without a kernel the page says where it works.

/** @typedef {import("./dom.js").Model} Model */

export const RESTARTED = "The kernel was restarted. Run the cell again.";

export class Kernel {
  /** @param {Model | null} model */
  constructor(model) {
    this.model = model;
    this.alive = Boolean(model);
    /** @type {Record<string, (answer: any) => void>} */
    this.answers = {};
    model?.on("msg:custom", (content) => this.answers[content?.about]?.(content));
    // Jupyter reports so that the kernel was restarted.
    model?.on("comm_live_update", () => {
      this.alive = false;
    });
  }

  /**
   * @param {string} about
   * @param {object} content
   */
  ask(about, content) {
    if (this.alive) this.model?.send({ ask: about, ...content });
    else this.answers[about]?.({ text: RESTARTED, problem: RESTARTED });
  }
}
