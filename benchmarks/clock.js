// What a person waits for: `clock` resolves with the milliseconds from a gesture to the frame in
// which the browser has painted the first change of an element that it brings about. A canvas
// changes when something is drawn on it.
() => {
  const painted = (done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(null);
    });
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...all) {
    this.canvas.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    return draw.apply(this, all);
  };

  // Calls `begun` where the gesture starts, which may be right now.
  const clock = (selector, begin) =>
    new Promise((resolve, reject) => {
      const watched = document.querySelector(selector);
      let start = null;
      const late = setTimeout(() => {
        const missing = start === null ? "the gesture never came to the page" : "nothing changed";
        reject(new Error(`${missing}: ${selector}`));
      }, 20_000);
      const stop = () => {
        if (start === null) return;
        observer.disconnect();
        watched.removeEventListener("drawn", stop);
        clearTimeout(late);
        painted((end) => resolve(end - start));
      };
      const observer = new MutationObserver(stop);
      observer.observe(watched, { childList: true, subtree: true, characterData: true });
      watched.addEventListener("drawn", stop);
      begin(() => (start = performance.now()));
    });

  // A text that comes into a box as if it were typed.
  window.clockTyping = (selector, box, text) =>
    clock(selector, (begun) => {
      begun();
      const input = document.querySelector(box);
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });

  // A real event, which is awaited here and made from outside.
  window.clockEvent = (selector, event) =>
    clock(selector, (begun) => window.addEventListener(event, begun, { capture: true, once: true }));

  // A picture that is not there yet, or only as a run before left it.
  window.clockPicture = (selector) => {
    const before = document.querySelector(selector);
    const start = performance.now();
    return new Promise((resolve) => {
      const look = () => {
        const now = document.querySelector(selector);
        if (now && now !== before) painted((end) => resolve(end - start));
        else requestAnimationFrame(look);
      };
      look();
    });
  };
}
