// What the drawing of a large dataset says, in both languages.

Object.assign(page.words.zh, {
  drawWhat: "画什么",
  drawOverview: "总览",
  drawAll: "全图",
  leftOutOverview:
    "带宽 = 两端共有的案例数。未逐个画出 {cases} 个案例（共 {nodes} 个节点）：点一端或一条带列出案例，“全图”画出全部。",
  leftOutAll: "全图：{nodes} 个节点，每个案例在其省份一行、主要做法一列。{links} 条连线只画所选的；放大后显出名称。",
  linesLeftOut: "所选有 {n} 条连线，只画了 {shown} 条。",
  fieldLabel: "全图：用方向键移到相邻的节点，Enter 打开，+ − 缩放，0 看全",
  fieldNode: "{kind}：{label}",
  rowAreas: "区域与功能区",
  rowNowhere: "未写明地区",
  rowConcepts: "概念",
  columnOther: "其他",
});
Object.assign(page.words.en, {
  drawWhat: "What is drawn",
  drawOverview: "Overview",
  drawAll: "Everything",
  leftOutOverview:
    "A ribbon is as wide as the number of cases its ends share. Not drawn one by one: {cases} cases ({nodes} nodes in all). Choose an end or a ribbon to list its cases, or Everything to see each.",
  leftOutAll:
    "All {nodes} nodes: each case in the row of its province and the column of its main practice. Of {links} links only those of what is chosen are drawn; names appear as you zoom in.",
  linesLeftOut: "What is chosen has {n} links; {shown} are drawn.",
  fieldLabel: "All nodes: arrow keys move to the next node, Enter opens it, + − zoom, 0 shows all",
  fieldNode: "{kind}: {label}",
  rowAreas: "Areas and zones",
  rowNowhere: "No region named",
  rowConcepts: "Concepts",
  columnOther: "Other",
});
