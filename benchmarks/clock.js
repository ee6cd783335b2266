// What a person waits for: `clock` resolves with the milliseconds from a gesture to the frame in
// which the browser has painted the first change of an element that it causes.
() => {
  const painted = (done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(null);
    });

  // Calls `begun` where the gesture starts, which may be right now.
  const clock = (selector, begin) =>
    new Promise((resolve, reject) => {
      const watched = document.querySelector(selector);
      let start = null;
      const late = setTimeout(() => {
        const missing = start === null ? "the gesture did not reach the page" : "nothing changed";
        reject(new Error(`${missing}: ${selector}`));
      }, 20_000);
      const stop = () => {
        if (start === null) return;
        observer.disconnect();
        clearTimeout(late);
        painted((end) => resolve(end - start));
      };
      const observer = new MutationObserver(stop);
      observer.observe(watched, { childList: true, subtree: true, characterData: true });
      begin(() => (start = performance.now()));
    });

  // Text that enters a box as if it were typed.
  window.clockTyping = (selector, box, text) =>
    clock(selector, (begun) => {
      begun();
      const input = document.querySelector(box);
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });

  // A real event, made from outside.
  window.clockEvent = (selector, event) =>
    clock(selector, (begun) => window.addEventListener(event, begun, { capture: true, once: true }));

  // A picture that is not there yet, or only from the run before.
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
