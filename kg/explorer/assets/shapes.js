// The shapes of the marks: the kind of a thing is told by shape as well as by colour.

{
  // Corners of the marks around their centre, for a size of one.
  const CORNERS = {
    square: [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ],
    triangle: [
      [0, -1.15],
      [1.15, 0.9],
      [-1.15, 0.9],
    ],
    diamond: [
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, 0],
    ],
    wedge: [
      [-1.1, -0.9],
      [1.1, -0.9],
      [0, 1.15],
    ],
    bar: [
      [-1.1, -0.5],
      [1.1, -0.5],
      [1.1, 0.5],
      [-1.1, 0.5],
    ],
    leaf: [
      [-0.65, -1],
      [0.65, -1],
      [0.65, 1],
      [-0.65, 1],
    ],
    cross: [
      [-0.35, -1],
      [0.35, -1],
      [0.35, -0.35],
      [1, -0.35],
      [1, 0.35],
      [0.35, 0.35],
      [0.35, 1],
      [-0.35, 1],
      [-0.35, 0.35],
      [-1, 0.35],
      [-1, -0.35],
      [-0.35, -0.35],
    ],
    hexagon: [
      [1, 0],
      [0.5, 0.87],
      [-0.5, 0.87],
      [-1, 0],
      [-0.5, -0.87],
      [0.5, -0.87],
    ],
  };

  const SHAPES = {
    region: "dot",
    "institution-type": "square",
    institution: "square",
    "ip-type": "triangle",
    case: "diamond",
    mechanism: "hexagon",
    measure: "wedge",
    platform: "bar",
    instrument: "leaf",
    fact: "cross",
    stage: "bar",
  };

  function outline(pen, mark) {
    pen.beginPath();
    if (CORNERS[mark.shape])
      CORNERS[mark.shape].forEach(([x, y], at) =>
        pen[at ? "lineTo" : "moveTo"](mark.x + x * mark.size, mark.y + y * mark.size),
      );
    else pen.arc(mark.x, mark.y, mark.size, 0, 2 * Math.PI);
    pen.closePath();
  }

  page.CORNERS = CORNERS;
  page.outline = outline;
  page.shapeOf = (kind) => (Object.prototype.hasOwnProperty.call(SHAPES, kind) ? SHAPES[kind] : "dot");
}
