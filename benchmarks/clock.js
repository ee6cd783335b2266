// What a person waits for: the milliseconds until the browser has painted a picture.
() => {
  const painted = (done) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(null);
    });

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
