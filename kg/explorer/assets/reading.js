// The reading panel: a case with its evidence, a node with its cases, or the answer to a question.

{
  const { el, t } = page;

  let listening = false;
  let scrolled = false;

  page.showReading = function showReading() {
    const panel = page.byId("reading");
    const { panel: path } = page.state;
    const node = page.byPath.get(path);
    panel.setAttribute(
      "aria-label",
      path === "answer" || path === "gaps" || page.isQuestion(path)
        ? t("answer").replace(/[：: ]+$/, "")
        : node
          ? page.clip(page.label(node), 80)
          : "",
    );
    const body =
      path === "gaps"
        ? page.gapsView()
        : path === "questions"
          ? page.questionsView()
          : page.isQuestion(path)
            ? page.questionView()
            : path === "answer" || !node
              ? page.answerView()
              : node.kind === "case"
                ? page.caseView(node)
                : page.nodeView(node);
    if (!listening) {
      listening = true;
      panel.addEventListener("scroll", () => {
        scrolled = true;
      });
    }
    // asked only where it was scrolled: to ask costs a layout of the whole page
    if (scrolled) panel.scrollTop = 0;
    scrolled = false;
    page.fill(panel, el("article", null, body));
  };
}
