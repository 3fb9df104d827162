// The columns as a picture: the same scene as pixels and as vectors.

{
  const { t, CORNERS } = page;
  const HEAD = 40;
  const FOOT = 26;

  const title = () => page.title();
  const foot = () =>
    [t("foot"), page.release.version && t("version", { version: page.release.version })].filter(Boolean).join(" ");
  const family = () => getComputedStyle(document.body).fontFamily;

  page.picture = function picture(scene) {
    const ratio = 2;
    const paper = document.createElement("canvas");
    [paper.width, paper.height] = [scene.width * ratio, (scene.height + HEAD + FOOT) * ratio];
    const pen = paper.getContext("2d");
    pen.scale(ratio, ratio);
    pen.fillStyle = scene.ground;
    pen.fillRect(0, 0, scene.width, scene.height + HEAD + FOOT);
    const write = (text, x, y, size, weight, colour, end, room) => {
      pen.font = `${weight} ${size}px ${family()}`;
      pen.fillStyle = colour;
      pen.textAlign = end ? "right" : "left";
      pen.textBaseline = "middle";
      let line = text;
      while (room && line.length > 2 && pen.measureText(line).width > room) line = `${line.slice(0, -2)}…`;
      pen.fillText(line, x, y);
    };
    write(title(), 10, HEAD / 2, 16, 700, scene.ink);
    pen.save();
    pen.translate(0, HEAD);
    for (const line of scene.lines) {
      const middle = (line.x1 + line.x2) / 2;
      pen.beginPath();
      pen.moveTo(line.x1, line.y1);
      pen.bezierCurveTo(middle, line.y1, middle, line.y2, line.x2, line.y2);
      [pen.strokeStyle, pen.lineWidth] = [line.colour, line.width];
      pen.stroke();
    }
    for (const mark of scene.marks) {
      page.outline(pen, mark);
      [pen.fillStyle, pen.strokeStyle, pen.lineWidth] = [mark.fill, mark.stroke, 1];
      pen.fill();
      pen.stroke();
    }
    for (const label of scene.labels) {
      pen.save();
      pen.translate(label.x, label.y);
      if (label.upright) pen.rotate(-Math.PI / 2);
      write(label.text, 0, 0, label.size || 13, label.bold ? 600 : 400, label.colour, label.end, label.room);
      pen.restore();
    }
    pen.restore();
    write(foot(), 10, scene.height + HEAD + FOOT / 2, 12, 400, scene.faint);
    return paper;
  };

  // What XML cannot hold is left out; the rest is escaped.
  const xml = (text) =>
    text
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
      .replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  const round = (number) => Math.round(number * 10) / 10;

  /** About how wide a sign of a text is: one of Chinese is as wide as it is high. */
  const widthOfSign = (text) => (/[\u2e80-\uffef]/.test(text) ? 12 : 6.5);

  page.vector = function vector(scene) {
    const text = (words, x, y, size, weight, colour, end, upright) =>
      `<text x="${round(x)}" y="${round(y)}"${upright ? ` transform="rotate(-90 ${round(x)} ${round(y)})"` : ""} font-size="${size}" font-weight="${weight}" fill="${xml(colour)}"${end ? ' text-anchor="end"' : ""} dominant-baseline="central">${xml(words)}</text>`;
    const parts = [
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${scene.width} ${scene.height + HEAD + FOOT}" font-family="${xml(family())}">`,
      `<title>${xml(title())}</title>`,
      `<rect width="100%" height="100%" fill="${xml(scene.ground)}"/>`,
      text(title(), 10, HEAD / 2, 16, 700, scene.ink),
      `<g transform="translate(0 ${HEAD})" fill="none">`,
    ];
    for (const line of scene.lines) {
      const middle = round((line.x1 + line.x2) / 2);
      parts.push(
        `<path d="M${round(line.x1)} ${round(line.y1)}C${middle} ${round(line.y1)} ${middle} ${round(line.y2)} ${round(line.x2)} ${round(line.y2)}" stroke="${xml(line.colour)}" stroke-width="${round(line.width)}"/>`,
      );
    }
    for (const mark of scene.marks) {
      const paint = `fill="${xml(mark.fill)}" stroke="${xml(mark.stroke)}"`;
      if (CORNERS[mark.shape])
        parts.push(
          `<polygon points="${CORNERS[mark.shape].map(([x, y]) => `${round(mark.x + x * mark.size)},${round(mark.y + y * mark.size)}`).join(" ")}" ${paint}/>`,
        );
      else parts.push(`<circle cx="${round(mark.x)}" cy="${round(mark.y)}" r="${mark.size}" ${paint}/>`);
    }
    for (const label of scene.labels)
      parts.push(
        text(
          label.width ? label.text : page.clip(label.text, Math.max(Math.floor(label.room / widthOfSign(label.text)), 6)),
          label.x,
          label.y,
          label.size || 13,
          label.bold ? 600 : 400,
          label.colour,
          label.end,
          label.upright,
        ),
      );
    parts.push("</g>", text(foot(), 10, scene.height + HEAD + FOOT / 2, 12, 400, scene.faint), "</svg>");
    return `${parts.join("\n")}\n`;
  };
}
