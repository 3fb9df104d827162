// The hand over the full drawing: dragging, pinching, pointing and choosing, and the keys that walk from node to node.

{
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** The nearest node in a direction. */
  function neighbour(field, node, [right, down]) {
    const [x, y] = [field.x[node.id], field.y[node.id]];
    let best = null;
    let least = Infinity;
    for (let id = 0; id < page.nodes.length; id += 1) {
      const along = (field.x[id] - x) * right + (field.y[id] - y) * down;
      if (along <= 0) continue;
      const aside = Math.abs((field.x[id] - x) * down) + Math.abs((field.y[id] - y) * right);
      const away = along + aside * 3;
      if (away < least) [best, least] = [page.nodes[id], away];
    }
    return best;
  }

  function keys(event, act) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = act.cursor();
    if (STEPS[event.key]) act.walk(at ? neighbour(act.field(), at, STEPS[event.key]) || at : null);
    else if (event.key === "Enter" && at) page.choose(at);
    else if (event.key === "+" || event.key === "=") act.scale(1.25);
    else if (event.key === "-") act.scale(1 / 1.25);
    else if (event.key === "0") act.scale(0);
    else return;
    event.preventDefault();
  }

  /** Dragging, pinching, pointing and choosing. */
  page.listenToField = function listenToField(canvas, act) {
    const held = new Map();
    let moved = 0;
    let waiting = 0;
    canvas.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, event);
      if (held.size === 1) moved = 0;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) {
        cancelAnimationFrame(waiting);
        waiting = requestAnimationFrame(() => act.point(event));
        return;
      }
      const others = [...held.values()].filter((other) => other.pointerId !== event.pointerId);
      held.set(event.pointerId, event);
      moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
      if (others.length) {
        const [other] = others;
        const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
        const box = canvas.getBoundingClientRect();
        const middle = [(event.clientX + other.clientX) / 2 - box.left, (event.clientY + other.clientY) / 2 - box.top];
        act.zoomAt(apart(event) / Math.max(apart(before), 1), ...middle);
        return;
      }
      if (moved < 4) return;
      act.point(null);
      canvas.classList.add("held");
      act.pan(event.clientX - before.clientX, event.clientY - before.clientY);
    });
    const release = (event) => {
      held.delete(event.pointerId);
      canvas.classList.remove("held");
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", release);
    canvas.addEventListener("pointerleave", () => act.point(null));
    canvas.addEventListener("click", (event) => {
      if (moved >= 4) return;
      const box = canvas.getBoundingClientRect();
      const node = act.nodeAt(event.clientX - box.left, event.clientY - box.top);
      if (node) page.choose(node);
    });
    canvas.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const box = canvas.getBoundingClientRect();
        act.zoomAt(Math.exp(-event.deltaY * 0.0016), event.clientX - box.left, event.clientY - box.top);
      },
      { passive: false },
    );
    canvas.addEventListener("keydown", (event) => keys(event, act));
    canvas.addEventListener("focus", act.mark);
    canvas.addEventListener("blur", act.mark);
  };
}
