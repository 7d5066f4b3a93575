import { exclusionsOf, fail, type Making, outermost, rulesOf, strip } from "./clause-lists";
import type { TimeFound } from "./commitments";
import { UNIT_WORDS, yearlyIn } from "./commitments";
import { ANY_OF_OURS, proseExclusions } from "./evidence";
import { bodyOf, leavesWords } from "./notes";
import { addressIn, sentencesOf, shorten } from "./phrases";
import type { DraftClause, DraftClauseOf } from "./schema";
import { declaredBy } from "./sections";
import { cnaIn, disclosureRuleIn, governanceIn, rewardsIn, rewardWords, safeHarbourIn } from "./statements";
import type { Block } from "./types";

export function makeClause(making: Making): DraftClause {
  const { key, heading, kind, witnesses, notes } = making;
  const blocks = witnesses.flatMap((witness) => witness.unit.blocks);
  const text = blocks.map((block) => block.text).join("\n");
  const first = blocks[0];
  readTimes(making);
  const typed = typedPart(making, text, first);
  const left = blocks.filter((block) => !making.taken.has(block));
  for (const block of blocks) {
    const whole = making.taken.has(block) || !leavesWords(block, making.gone.get(block) ?? []);
    notes.place(block, whole ? "datum" : "clause", { clause: key });
  }
  const body = bodyOf(
    left.filter((block) => leavesWords(block, making.gone.get(block) ?? [])),
    making.gone,
  );
  return { ...typed, key, heading: heading === null ? null : shorten(heading, 300), body, kind } as DraftClause;
}

function typedPart(
  making: Making,
  text: string,
  first: Block | undefined,
): Omit<DraftClause, "key" | "heading" | "body"> {
  switch (making.kind) {
    case "text":
      return { kind: "text" };
    case "exclusion":
      return { kind: "exclusion", exclusions: exclusionsOf(making) } as Omit<
        DraftClauseOf<"exclusion">,
        "key" | "heading" | "body"
      >;
    case "conduct":
      return { kind: "conduct", rules: rulesOf(making) } as Omit<DraftClauseOf<"conduct">, "key" | "heading" | "body">;
    case "scope":
      return scopePart(making, text, first) as Omit<DraftClauseOf<"scope">, "key" | "heading" | "body">;
    case "commitment":
      return { kind: "commitment", commitments: making.commitments } as Omit<
        DraftClauseOf<"commitment">,
        "key" | "heading" | "body"
      >;
    case "contact":
      return contactPart(making, text, first) as Omit<DraftClauseOf<"contact">, "key" | "heading" | "body">;
    default:
      return declared(making, text, first);
  }
}

function declared(
  making: Making,
  text: string,
  first: Block | undefined,
): Omit<DraftClause, "key" | "heading" | "body"> {
  const { notes, key, kind } = making;
  if (kind === "safe_harbour") {
    const declared = making.witnesses.map(({ unit }) => declaredBy(unit)).join("\n");
    const { promises, model, sentences } = safeHarbourIn(declared);
    if (first)
      notes.find(
        "safe harbour",
        `safe harbour: ${model ?? "model unclear"}; ${promises.join(", ")}`,
        where(making, sentences[0]),
        model ? "certain" : "guess",
        key,
        sentences.join(" "),
      );
    return { kind, model, promises, summary: sentences.slice(0, 5).map((sentence) => shorten(sentence, 300)) } as Omit<
      DraftClauseOf<"safe_harbour">,
      "key" | "heading" | "body"
    >;
  }
  if (kind === "reward") {
    const { sentences, ...values } = rewardsIn(text);
    notes.find(
      "reward",
      `rewards: ${rewardWords(values)}`,
      where(making, sentences[0]),
      "likely",
      key,
      sentences.join(" "),
    );
    return { kind, ...values, creditIn: [], summary: sentences[0] ? shorten(sentences[0], 300) : null } as Omit<
      DraftClauseOf<"reward">,
      "key" | "heading" | "body"
    >;
  }
  if (kind === "governance") {
    const { reviewer, approver, sentences } = governanceIn(text);
    const yearly = yearlyIn(text);
    if (reviewer)
      notes.find("governance", `reviewed and signed by: ${reviewer}`, where(making, sentences[0]), "likely", key);
    if (approver)
      notes.find(
        "governance",
        `major revisions approved by: ${approver}`,
        where(making, sentences.at(-1)),
        "likely",
        key,
      );
    if (yearly)
      notes.find("governance", "reviewed every year", where(making, sentencesOf(text).find(yearlyIn)), "certain", key);
    const role = (name: string | null) => (name === null ? null : shorten(name, 300));
    return {
      kind,
      reviewer: role(reviewer),
      approver: role(approver),
      reviewEvery: yearly ? { amount: 1, unit: "year" } : null,
    } as Omit<DraftClauseOf<"governance">, "key" | "heading" | "body">;
  }
  const rule = disclosureRuleIn(text);
  const cna = cnaIn(text);
  const limit = making.witnesses
    .flatMap((witness) => [...witness.times.values()].flat())
    .flatMap((one) => one.found)
    .find((one): one is Extract<TimeFound, { kind: "disclosure" }> => one.kind === "disclosure");
  if (rule)
    notes.find("disclosure", `disclosure: ${rule.rule}`, where(making, rule.sentence), "likely", key, rule.sentence);
  if (cna)
    notes.find(
      "CNA",
      `assigns CVE identifiers itself${cna.scope ? `, for ${cna.scope}` : ""}`,
      where(making, cna.sentence),
      cna.scope ? "certain" : "likely",
      key,
      cna.sentence,
    );
  const summary = rule?.sentence ?? cna?.sentence ?? null;
  return {
    kind: "disclosure",
    rule: rule?.rule ?? (limit ? "coordinated" : null),
    limitDays: limit?.limitDays ?? null,
    cna: cna ? { scope: cna.scope, contactFirst: false } : null,
    summary: summary ? shorten(summary, 300) : null,
  } as Omit<DraftClauseOf<"disclosure">, "key" | "heading" | "body">;
}

/** The block a sentence stands in. */
function where({ witnesses }: Making, sentence: string | undefined): Block {
  const blocks = witnesses.flatMap((witness) => witness.unit.blocks);
  const found =
    blocks.find((block) => sentence !== undefined && block.text.includes(sentence)) ??
    blocks.find((block) => sentence?.endsWith(block.text)) ??
    blocks[0];
  if (!found) throw new Error("a clause with a statement has a block");
  return found;
}

function scopePart({ witnesses, notes, key, taken }: Making, text: string, first: Block | undefined) {
  const products: DraftClauseOf<"scope">["products"] = [];
  for (const { unit, list, table } of witnesses) {
    const named = table
      ? table.products.map(({ name, row }) => ({ text: name, blocks: [row] }))
      : list === "products"
        ? outermost(unit.items)
        : [];
    for (const { text, blocks } of named) {
      const name = sentencesOf(text)[0] ?? text;
      if (!table && proseExclusions(name, "").length > 0) continue;
      if (products.length >= 100) break;
      const label = shorten(strip(name) || name, 300);
      products.push({
        key: notes.name(label),
        name: label,
        family: "Products",
        openSource: /\bopen[- ]source\b/i.test(name),
      });
      notes.find("scope", `in scope: ${shorten(label, 80)}`, blocks[0] ?? fail(), "certain", key);
      // What an item says beyond its name stays to be read.
      if (name === text) for (const block of blocks) taken.add(block);
    }
    if (table) taken.add(table.header);
  }
  const open = ANY_OF_OURS.exec(text)?.[0];
  if (open && first) notes.find("scope", "in scope: anything of the organisation’s", first, "likely", key, open);
  const mode = products.length > 0 ? "products" : open ? "open" : null;
  return { kind: "scope", mode, products, statement: open ? shorten(open, 300) : null };
}

export const NO_ADDRESS = "it says how to report and names no address";
export const ONE_EACH =
  /\bone (?:[\w-]+ ){1,3}per (?:report|e-?mail|message|submission)\b|\b(?:only )?(?:one|a single) (?:vulnerability|issue|finding|bug|problem|weakness)\b[^.;]{0,20}\b(?:per|in each|for each|in one)\b|\bseparate (?:reports?|e-?mails?|messages?|submissions?) for each\b|\bone (?:report|e-?mail|submission) per\b/i;

function contactPart({ witnesses, notes, key, commitments }: Making, text: string, first: Block | undefined) {
  const blocks = witnesses.flatMap((witness) => witness.unit.blocks);
  const holder = blocks.find((block) => addressIn(block.text) !== null);
  const valid = holder ? addressIn(holder.text) : null;
  if (holder && valid) notes.find("contact", `contact address: ${valid}`, holder, "certain", key);
  else if (first) notes.find("contact", NO_ADDRESS, first, "likely", key);
  const single = blocks.find((block) => ONE_EACH.test(block.text));
  if (single) notes.find("contact", "one vulnerability in each report", single, "certain", key);
  const held = commitments.length > 0 ? { commitments } : {};
  return { kind: "contact", email: valid, ...held, intake: { onePerReport: ONE_EACH.test(text), considerations: [] } };
}

/** As the schema has it: a sentence beyond them stays in the text of its clause. */
const COMMITMENTS_AT_MOST = 20;

function readTimes(making: Making): void {
  const { witnesses, notes, key, gone, taken, commitments } = making;
  for (const {
    times,
    list,
    unit: { items },
  } of witnesses) {
    for (const [block, sentences] of times) {
      const listed = list === "exclusion" || list === "conduct";
      for (const { sentence, found, complete } of sentences) {
        const full = commitments.length >= COMMITMENTS_AT_MOST;
        for (const time of found) {
          if (time.kind === "commitment" && full) {
            notes.find(
              "time",
              `“${sentence}”: a clause holds no more than ${COMMITMENTS_AT_MOST} response times`,
              block,
              "guess",
              key,
            );
          } else if (time.kind === "commitment" && listed) {
            notes.find("time", `“${sentence}”: a time in a list that promises nothing`, block, "guess", key);
          } else if (time.kind === "commitment") {
            const { clock, amount, unit, rigidity, severity } = time.commitment;
            commitments.push(time.commitment);
            const forWhom = severity ? ` (${severity})` : "";
            notes.find(
              "commitment",
              `${clock.replace("_", " ")}${forWhom} within ${amount} ${UNIT_WORDS[unit]}${amount === 1 ? "" : "s"}, ${rigidity ?? "how firmly is not said"}`,
              block,
              time.confidence,
              key,
              sentence,
            );
          } else if (time.kind === "disclosure") {
            notes.find(
              "disclosure",
              time.limitDays === null
                ? `a limit on disclosure that is not a number of days: ${time.said}`
                : `disclosure after ${time.limitDays} days`,
              block,
              time.confidence,
              key,
              sentence,
            );
          } else if (time.kind === "review")
            notes.find("governance", `a review every ${time.said}`, block, time.confidence, key, sentence);
          else notes.find("time", `“${time.said}”: ${time.why}`, block, time.confidence, key, sentence);
        }
        if (!complete || listed || full) continue;
        if (block.kind === "row") taken.add(block);
        else gone.set(block, [...(gone.get(block) ?? []), sentence]);
      }
    }
    const [header, ...rows] = items;
    if (header?.kind === "row" && rows.length > 0 && rows.every((row) => taken.has(row)) && !taken.has(header)) {
      taken.add(header);
      notes.find("commitment", `a table of times: ${header.text}`, header, "certain", key);
    }
  }
}
