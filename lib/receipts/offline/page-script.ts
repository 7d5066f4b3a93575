import { config } from "zod";
import { pastedReceipt, sizeProblem } from "../given";
import type { ShownVerdict } from "../verdict";
import { verifyGiven } from "../verify-given";
import type { OfflineKnowledge } from "./page";

// The page's policy refuses code that is made of text, which zod would try for speed.
config({ jitless: true });

function element<E extends HTMLElement>(id: string, kind: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`);
  return found;
}

const knowledge = JSON.parse(element("knowledge", HTMLScriptElement).textContent ?? "") as OfflineKnowledge;
const place = element("verdict", HTMLElement);

element("origin", HTMLElement).textContent =
  `It holds the ${knowledge.keys.keys.length} receipt keys that ${knowledge.portal} published on ${knowledge.madeAt}.`;

element("form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void judge().then(show, (error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    show({ ok: false, reason: `This browser could not check it (${why}). Nothing is said about the receipt.` });
  });
});

async function judge(): Promise<ShownVerdict> {
  const [file] = element("file", HTMLInputElement).files ?? [];
  const [keyFile] = element("keys", HTMLInputElement).files ?? [];
  const pasted = pastedReceipt(element("text", HTMLTextAreaElement).value);
  const bytes = file ? new Uint8Array(await file.arrayBuffer()) : pasted;
  const problem = sizeProblem(bytes.length);
  if (problem) return { ok: false, reason: `${problem}.` };
  const keys: unknown = keyFile ? JSON.parse(await keyFile.text()) : knowledge.keys;
  return verifyGiven(bytes, knowledge.programs, keys);
}

function show(verdict: ShownVerdict): void {
  const heading = document.createElement("h2");
  const wrong = verdict.ok && verdict.kind === "receipt" && (verdict.answers?.wrong.length ?? 0) > 0;
  heading.textContent = verdict.ok
    ? wrong
      ? "Valid, but some answers are not those of the receipt"
      : "Valid"
    : "Not valid";
  const rest = verdict.ok ? facts(verdict) : [paragraph(verdict.reason)];
  place.replaceChildren(heading, ...rest);
  place.dataset.ok = verdict.ok && !wrong ? "yes" : "no";
  place.hidden = false;
  place.focus();
}

function facts(verdict: Extract<ShownVerdict, { ok: true }>): HTMLElement[] {
  if (verdict.kind === "scope_answer") {
    const { reading } = verdict;
    return [
      list([
        ["Asked", reading.asked.join(" · ")],
        ["Answer", reading.verdict],
        ["Because", reading.sentences.join(" ")],
        ["Answered", reading.answeredAt],
        ["Program", verdict.programName ?? reading.program],
        ["Policy", `Version ${reading.policy.version}, SHA-256 ${reading.policy.hash}`],
        ["Portal", reading.portal],
        ["Key", verdict.kid],
      ]),
    ];
  }
  if (verdict.kind === "compliance_statement") {
    const { reading } = verdict;
    return [
      list([
        ["Statement", reading.sentences.join(" ")],
        ["Reference", reading.reference],
        ["Issued", reading.issuedAt],
        ["Program", verdict.programName ?? reading.program],
        ["Policy", `Version ${reading.policy.version}, clause ${reading.clause}, SHA-256 ${reading.policy.hash}`],
        ["Portal", reading.portal],
        ["Key", verdict.kid],
      ]),
    ];
  }
  const { reading, answers } = verdict;
  const { local, utc } = reading.receivedAt;
  return [
    ...(answers ? [paragraph(answersInWords(answers))] : []),
    list([
      ["Reference", reading.reference],
      ["Received", local === null ? utc : `${local} (${utc})`],
      ["Program", verdict.programName ?? reading.program],
      ["Policy", `Version ${reading.policy.version}, SHA-256 ${reading.policy.hash}`],
      ["Promises", reading.promises.map(({ sentence }) => sentence).join(" ") || "None were published"],
      ["Commits to", `${reading.answers} answers and ${reading.attachments} files`],
      ["Portal", reading.portal],
      ["Key", verdict.kid],
    ]),
  ];
}

function answersInWords({ proven, withheld, wrong }: { proven: number; withheld: string[]; wrong: string[] }): string {
  const parts = [`Answers proven to be what was sent: ${proven}.`];
  if (withheld.length > 0) parts.push(`Withheld: ${withheld.join(", ")}; everything else verifies without them.`);
  if (wrong.length > 0) parts.push(`With another text than was sent: ${wrong.join(", ")}.`);
  return parts.join(" ");
}

function paragraph(text: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function list(rows: readonly (readonly [string, string])[]): HTMLElement {
  const made = document.createElement("dl");
  for (const [term, description] of rows) {
    const dt = document.createElement("dt");
    dt.textContent = term;
    const dd = document.createElement("dd");
    dd.textContent = description;
    made.append(dt, dd);
  }
  return made;
}
