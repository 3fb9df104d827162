// What the page shows, and the order in which its parts are drawn. Nothing here is kept: the files are the state.

export const state = {
  reviewer: "",
  batch: null, // the list of cases
  shown: null, // the case on the desk
  row: null, // the id of the row that has the focus
  picked: null, // words selected in the text: {field, start, end, quote, fault}
  editor: null, // the open editor: {mode, relation, row, quotes, ...}
  menu: null, // the open menu of roles: the id of its row
  tab: "cases", // which list stands on the left
  card: null, // the correction or conflict that stands above the links
  corrections: null,
  conflicts: null,
  touched: null,
  turning: 0, // a case is being closed or opened: keys meant for it must not reach another
  pending: new Map(), // decisions on their way to the desk, by row
  told: "", // what was done last
  fault: "", // what went wrong last, until the next action
};

export const RELATIONS = [
  "region", "institution", "actorType", "ipType", "mechanism", "measure", "stage", "platform", "instrument", "fact",
];

export const ROLES = {
  region: ["ledByRegion", "locatedIn", "mentionsRegion"],
  institution: ["ledBy", "participant", "decidedBy", "prosecutedBy", "investigatedBy", "party"],
  actorType: ["ledByType", "participantType", "decidedByType", "prosecutedByType", "investigatedByType", "partyType"],
  ipType: ["primaryIpType"],
  mechanism: ["headlineMechanism"],
  measure: ["headlineMeasure"],
};

export const NAMED = new Set(["institution", "measure", "platform", "instrument", "fact"]);

export const KIND = {
  region: "region", institution: "institution", actorType: "institution", ipType: "ip-type", mechanism: "mechanism",
  measure: "mechanism",
};

export const rows = () => (state.shown ? state.shown.rows : []);
export const rowOf = (id) => rows().find((row) => row.id === id) || null;
export const current = () => rowOf(state.row);
export const openRows = (relation) => rows().filter((row) => !row.decision && (!relation || row.relation === relation));
export const isClosed = (relation) => Boolean(state.shown) && state.shown.complete.includes(relation);
export const isDone = () => Boolean(state.shown) && state.shown.complete.length === RELATIONS.length;

const drawers = new Map();

/** Say how a part of the page is drawn. */
export function drawing(part, draw) {
  drawers.set(part, draw);
}

/** Draw parts anew, or all of them. */
export function draw(...parts) {
  for (const part of parts.length ? parts : drawers.keys()) drawers.get(part)();
}
