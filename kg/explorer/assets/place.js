// The place in the source: the case's own text around the words, where they stand in the document that was read,
// and what is registered of that document. The document itself is not in the page; its address is, where known.

{
  const { el, t, bdi } = page;
  const AROUND = 60; // so many characters before and after the words

  /** The section that a place in a text lies in, if the document has sections. */
  function sectionAt(item, start) {
    const found = page.asked.sections.filter(([path, , from, to]) => path === item.path && from <= start && start < to);
    return found.length ? found[found.length - 1][1] : "";
  }

  /** The text around some words, the words marked; nothing is left out without a sign of it. */
  function around(item, span) {
    const signs = Array.from(item[span.field]);
    const from = Math.max(0, span.start - AROUND);
    const to = Math.min(signs.length, span.end + AROUND);
    const words = (start, end) => signs.slice(start, end).join("").replace(/\n/g, " ¶ ");
    return el(
      "blockquote",
      { lang: "zh-Hans", class: "around" },
      from > 0 ? "…" : "",
      words(from, span.start),
      el("mark", { class: "on" }, words(span.start, span.end)),
      words(span.end, to),
      to < signs.length ? "…" : "",
    );
  }

  const whereInCase = (item, span) => {
    const section = span.field === "text" ? sectionAt(item, span.start) : "";
    return [
      t("case", { number: page.numberOf(item) }),
      page.term("fields", span.field),
      section && `“${section}”`,
      t("characters", { a: span.start + 1, b: span.end }),
    ]
      .filter(Boolean)
      .join(t("listSeparator"));
  };
  const whereInSource = (span) =>
    span.source ? t("source", { a: span.source[0] + 1, b: span.source[1] }) : t("sourceUnknown");

  function placeOf(item, span) {
    return el(
      "li",
      null,
      around(item, span),
      el(
        "p",
        { class: "quiet" },
        bdi(whereInCase(item, span)),
        " · ",
        el("span", { class: "in-source" }, whereInSource(span)),
      ),
    );
  }

  /** What is registered of the document. Its address is a link only where it leads to the web. */
  function aboutDocument(item) {
    const source = page.sources.get(item.document);
    const rows = [[t("document"), page.documentTitle(item.document)]];
    if (source) {
      rows.push(
        [t("issuer"), source.issuer],
        [t("issued"), source.issued],
        [t("documentNumber"), source.number],
        [t("rights"), source.rights],
      );
    }
    const address = source && /^https?:\/\//i.test(source.url) ? source.url : "";
    return [
      el(
        "dl",
        { class: "technical" },
        rows.filter(([, value]) => value).map(([name, value]) => [el("dt", null, name), el("dd", null, bdi(value))]),
        el("dt", null, t("address")),
        el(
          "dd",
          null,
          address
            ? el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, page.clip(address, 200))
            : t("addressNone"),
        ),
        source && source.sha256
          ? [el("dt", null, t("checksum")), el("dd", null, bdi(`SHA-256 ${source.sha256}`))]
          : null,
      ),
    ];
  }

  /** Show where the words of a link stand, or those of the whole case. */
  page.openPlace = function openPlace(item, link) {
    const dialog = page.byId("dialog");
    const spans = (link ? [link] : item.links)
      .flatMap((one) => one.spans)
      .filter(
        (span, at, all) =>
          all.findIndex(
            (other) => other.field === span.field && other.start === span.start && other.end === span.end,
          ) === at,
      )
      .sort((a, b) => (a.field === b.field ? a.start - b.start || a.end - b.end : a.field === "title" ? -1 : 1));
    const asText = () =>
      [
        page.documentTitle(item.document),
        ...spans.map((span) => `“${span.quote}” ${whereInCase(item, span)}${t("colon")}${whereInSource(span)}`),
      ].join("\n");
    page.fill(
      dialog,
      el(
        "div",
        { class: "place" },
        el("h2", null, t("placeTitle")),
        link
          ? el(
              "p",
              null,
              bdi(page.term("relations", link.relation)),
              t("colon"),
              page.cut(page.longLabel(link.object), 60),
            )
          : el("p", { class: "quiet" }, t("placeAll", { n: spans.length })),
        el(
          "ol",
          { class: "places" },
          spans.map((span) => placeOf(item, span)),
        ),
        el("h3", null, t("placeDocument")),
        aboutDocument(item),
        el("p", { class: "quiet" }, t("placeNote")),
        el(
          "div",
          { class: "buttons" },
          el("button", { type: "button", onclick: () => page.copy(asText()) }, t("copyPlace")),
          el("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t("close")),
        ),
      ),
    );
    dialog.showModal();
    dialog.scrollTop = 0;
  };
}
