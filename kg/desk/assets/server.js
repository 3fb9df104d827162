// Requests to the desk that served this page. Actions go one after another, in the order in which they were taken.

const token = document.querySelector('meta[name="desk-token"]').content;
let last = Promise.resolve();

/** What the desk refused, or that it did not answer; `zh` and `en` say why. */
export class Refused extends Error {
  constructor(record) {
    super(record.en);
    this.code = record.error;
    this.zh = record.zh;
    this.en = record.en;
  }
}

const GONE = {
  error: "stopped",
  zh: "核对台没有回应，可能已经关闭。请重新运行 kg review，再刷新本页；最后一步没有存下。",
  en: "The desk does not answer; it may have been stopped. Run kg review again and reload; your last step was not saved.",
};

let under = 0;

/** Tell screen readers (and whoever waits) that an answer is under way. */
function busy(change) {
  under += change;
  if (under) document.getElementById("main").setAttribute("aria-busy", "true");
  else document.getElementById("main").removeAttribute("aria-busy");
}

async function request(path, options) {
  busy(1);
  try {
    return await answered(path, options);
  } finally {
    busy(-1);
  }
}

async function answered(path, options) {
  let answer;
  try {
    answer = await fetch(path, { cache: "no-store", ...options, headers: { "X-Desk-Token": token, ...(options || {}).headers } });
  } catch {
    throw new Refused(GONE);
  }
  if (answer.status === 403) {
    const said = (await answer.text()).split(". ");
    throw new Refused({
      error: "forbidden",
      zh: "核对台已重新启动过，请刷新本页。",
      en: said.length ? "The desk was restarted; please reload this page." : "",
    });
  }
  const record = await answer.json().catch(() => null);
  if (record === null) throw new Refused(GONE);
  if (!answer.ok) throw new Refused(record);
  return record;
}

/** Ask: get("case", {case: path}). */
export function get(name, parameters) {
  return request(`api/${name}?${new URLSearchParams(parameters)}`);
}

/** Act: post("act", {...}); an action waits for those before it. */
export function post(name, body) {
  const run = () =>
    request(`api/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  const next = last.then(run, run);
  last = next.catch(() => null);
  return next;
}

/** Resolves when every action taken so far is answered. */
export const idle = () => last;
