import { clausesOf } from "../document";
import { type Clause, type ClauseOf, type PolicyDocument, SAFE_HARBOUR_PROMISES } from "../schema";
import { safeHarbourWords } from "../wording";
import { grows, missingFrom, neutral, paired, quoted, shrinks, type TypedChange } from "./change";
import { sameWords } from "./words";

/** What became of scope and of safe harbour. */
export function undertakingChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return [...scopeChanges(before, after), ...safeHarbourChanges(before, after)];
}

function scopeChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  const old = clausesOf(before, "scope");
  const now = clausesOf(after, "scope");
  const at = placeOf(now, old);
  const changes: TypedChange[] = [];
  if (at === null) return changes;
  const wasOpen = old.some(({ mode }) => mode === "open");
  const isOpen = now.some(({ mode }) => mode === "open");
  if (wasOpen && !isOpen) {
    changes.push(
      shrinks("scope_shrinks", at, "Scope: anything that belongs to the organisation → what the list names"),
    );
  }
  if (!wasOpen && isOpen) {
    changes.push(grows(at, "Scope: what the list names → anything that belongs to the organisation"));
  }
  for (const pair of paired(products(old), products(now), ({ key }) => key)) {
    if (pair.after === null) changes.push(shrinks("scope_shrinks", at, `Product removed: ${pair.before.name}`));
    else if (pair.before === null) changes.push(grows(pair.after.clause, `Product added: ${pair.after.name}`));
    else changes.push(...productChanges(pair.before, pair.after));
  }
  for (const pair of paired(old, now, ({ key }) => key)) {
    if (pair.after === null) changes.push(shrinks("scope_shrinks", at, `No longer in scope: ${pair.before.statement}`));
    else if (pair.before === null) changes.push(grows(pair.after.key, `In scope: ${pair.after.statement}`));
    else if (!sameWords(pair.before.statement, pair.after.statement)) {
      changes.push(
        shrinks("scope_shrinks", pair.after.key, `In scope: “${pair.before.statement}” → “${pair.after.statement}”`),
      );
    }
  }
  return changes;
}

type Named = ClauseOf<"scope">["products"][number] & { clause: string };

function products(clauses: readonly ClauseOf<"scope">[]): Named[] {
  return clauses.flatMap((clause) => clause.products.map((product) => ({ ...product, clause: clause.key })));
}

function productChanges(old: Named, now: Named): TypedChange[] {
  const at = now.clause;
  const hint = (product: Named) => (product.versionHint ? `“${product.versionHint}”` : "none");
  return [
    // Another name can name less: "server or API" and "server" are one entry of the list.
    ...(sameWords(old.name, now.name) ? [] : [shrinks("scope_shrinks", at, `Product: “${old.name}” → “${now.name}”`)]),
    ...(old.family === now.family ? [] : [neutral(at, `${now.name}: family “${old.family}” → “${now.family}”`)]),
    ...(old.openSource === now.openSource
      ? []
      : [neutral(at, `${now.name}: ${now.openSource ? "now open source" : "no longer open source"}`)]),
    ...(hint(old) === hint(now) ? [] : [neutral(at, `${now.name}: version hint ${hint(old)} → ${hint(now)}`)]),
  ];
}

function safeHarbourChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  const old = clausesOf(before, "safe_harbour");
  const now = clausesOf(after, "safe_harbour");
  const at = placeOf(now, old);
  if (at === null) return [];
  const [had, has] = [promisesOf(old), promisesOf(now)];
  const authorised = (clauses: typeof old) => clauses.some(({ model }) => model === "authorising");
  const changes: TypedChange[] = missingFrom(has, had).map((promise) => {
    const sentence = `Safe harbour removed: ${safeHarbourWords(promise)}`;
    return isReservation(promise) ? grows(at, sentence) : shrinks("safe_harbour_shrinks", at, sentence);
  });
  for (const promise of missingFrom(had, has)) {
    const sentence = `Safe harbour added: ${safeHarbourWords(promise)}`;
    changes.push(isReservation(promise) ? shrinks("safe_harbour_shrinks", at, sentence) : grows(at, sentence));
  }
  if (authorised(old) && !authorised(now)) {
    changes.push(shrinks("safe_harbour_shrinks", at, "Safe harbour: an authorisation → a promise"));
  }
  if (old.length > 0 && !authorised(old) && authorised(now)) {
    changes.push(grows(at, "Safe harbour: a promise → an authorisation"));
  }
  const lines = (clauses: typeof old) => clauses.flatMap(({ summary }) => summary);
  const lost = lines(old).filter((line) => !lines(now).some((kept) => sameWords(line, kept)));
  const gained = lines(now).filter((line) => !lines(old).some((known) => sameWords(line, known)));
  if (lost.length > 0) {
    changes.push(shrinks("safe_harbour_shrinks", at, `Safe harbour no longer says ${quoted(lost)}`));
  }
  if (gained.length > 0) changes.push(neutral(at, `Safe harbour now says ${quoted(gained)}`));
  return changes;
}

function promisesOf(clauses: readonly ClauseOf<"safe_harbour">[]) {
  return SAFE_HARBOUR_PROMISES.filter((promise) => clauses.some(({ promises }) => promises.includes(promise)));
}

/** The one entry of the list that takes instead of giving. */
function isReservation(promise: (typeof SAFE_HARBOUR_PROMISES)[number]): boolean {
  return promise === "rights_reserved_on_breach";
}

/** Where a reader finds a kind of clause: in the new version, or else in the old one. */
export function placeOf(now: readonly Clause[], old: readonly Clause[]): string | null {
  return (now[0] ?? old[0])?.key ?? null;
}
