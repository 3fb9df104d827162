// Names as they stand in a sentence: in English with an article, a plural, a small first letter; in Chinese as they are.

{
  // Kinds that are not counted: one says "customs", "copyright", not "customses".
  const UNCOUNTED = /(customs|copyright|property|justice|agriculture|culture|police)$/i;
  const WITH_ARTICLE = /\b(delta|area|zone|port|belt|region|district|circle|corridor|triangle|basin)$/i;

  /** "court" → "courts", "patent (Chinese sense)" → "patents (Chinese sense)". */
  function plural(name) {
    const [, head, tail] = /^(.*?)(\s*\(.*\))?$/.exec(name);
    const rest = tail || "";
    if (UNCOUNTED.test(head) || !/^[\x20-\x7e]*[a-z]$/i.test(head)) return name;
    if (/[^aeiou]y$/.test(head)) return `${head.slice(0, -1)}ies${rest}`;
    return `${head}${/(s|x|ch|sh)$/.test(head) ? "es" : "s"}${rest}`;
  }

  /** A capital that only begins a label becomes small; that of IP, GI or a name stays. */
  const small = (name) => (/^[A-Z][a-z]+([ -]|$)/.test(name) ? name[0].toLowerCase() + name.slice(1) : name);

  page.needsArticle = (node) =>
    page.state.lang === "en" && node.kind === "region" && WITH_ARTICLE.test(page.label(node));

  /** What stands in a list of a sentence's choices. */
  page.inList = function inList(node) {
    if (page.isUnspecified(node)) return page.t("unspecified");
    if (page.state.lang === "en" && node.label_en) {
      if (node.kind === "institution-type" || node.kind === "ip-type") return plural(node.label_en);
      if (node.kind === "mechanism") return small(node.label_en);
    }
    return page.shortLabel(node);
  };

  /** What stands in a running sentence. */
  page.spoken = (node) =>
    page.state.lang === "en" && page.isUnspecified(node)
      ? page.t("unspecifiedSpoken")
      : `${page.needsArticle(node) ? "the " : ""}${page.inList(node)}`;
}
