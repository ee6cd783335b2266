// Shows the HTML that Python wrote (with every text escaped there) and sends gestures back:
//   data-operation, data-code   a button that selects what it names
//   data-trait                  a choice that sets the trait of this name
//   data-copy                   a button that copies the text of the element with this id
// Elements that take the focus have a data-key, by which they get it back after an update. Where
// the element is gone, the whole detail takes the focus, so that the next Tab goes on from there.

function render({ model, el }) {
  const root = document.createElement("div");
  root.className = "sgw-detail";
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Detail");
  root.tabIndex = -1;
  root.dataset.lmSuppressShortcuts = "true"; // see matrix.js
  el.append(root);

  const send = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };

  const show = () => {
    const held = root.contains(document.activeElement) ? document.activeElement : null;
    root.innerHTML = model.get("html");
    if (!held) return;
    const key = CSS.escape(held.dataset.key ?? "");
    (root.querySelector(`[data-key="${key}"]`) ?? root).focus();
  };

  root.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.copy) {
      const source = root.querySelector(`[data-copied="${CSS.escape(button.dataset.copy)}"]`);
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed to copy";
      }
    } else {
      send("selection", [button.dataset.operation ?? "", button.dataset.code ?? ""]);
    }
  });
  root.addEventListener("change", (event) => {
    const trait = event.target.dataset.trait;
    if (trait) send(trait, event.target.value);
  });

  model.on("change:html", show);
  show();
  return () => model.off("change:html", show);
}

export default { render };
