import { Feed } from "feed";
import { classificationRuleWords } from "../compare/classify";
import type { PolicyRevision } from "../compare/revision";
import { policyDiffPath, policyFeedPath, policyHistoryPath, policyVersionPath } from "../paths";

/** Entries of the feed; older versions stay in the history. */
const ENTRIES = 50;

/**
 * The changes of a program's policy, and the reviews that changed nothing, as an Atom feed (RFC 4287), newest first.
 * @param origin the portal's own, such as "https://portal.example"
 */
export function policyFeed(
  origin: string,
  { slug, name }: { slug: string; name: string },
  revisions: readonly PolicyRevision[],
): string {
  const [newest] = revisions;
  if (!newest) throw new TypeError("A feed needs a version.");
  const at = (path: string) => `${origin}${path}`;
  const news = revisions
    .slice(0, ENTRIES)
    .flatMap((revision) => [...confirmationOf(revision), publicationOf(revision)])
    .sort((a, b) => b.at.localeCompare(a.at));
  const feed = new Feed({
    id: at(policyFeedPath(slug)),
    title: xmlText(`${newest.title}: versions`),
    link: at(policyHistoryPath(slug)),
    feedLinks: { atom: at(policyFeedPath(slug)) },
    author: { name: xmlText(name) },
    generator: false,
    updated: new Date(news[0]?.at ?? newest.publishedAt),
  });
  for (const { title, id, link, at: instant, content } of news) {
    feed.addItem({
      // The title is HTML for a reader of feeds, so the words of a policy are escaped in it.
      title: escapeHtml(title),
      id: at(id),
      link: at(link),
      date: new Date(instant),
      published: new Date(instant),
      content,
    });
  }
  return feed.atom1();

  function publicationOf(revision: PolicyRevision): News {
    const { version, predecessor, publishedAt } = revision;
    const id = policyVersionPath(slug, version);
    const link = predecessor ? policyDiffPath(slug, predecessor, version) : id;
    return { title: titleOf(revision), id, link, at: publishedAt, content: contentOf(revision) };
  }

  function confirmationOf({ title, version, confirmedAt }: PolicyRevision): News[] {
    if (confirmedAt === null) return [];
    const link = policyVersionPath(slug, version);
    const id = `${link}#reviewed-${confirmedAt}`;
    const content = `<p>Version ${escapeHtml(version)} was reviewed and stays as it is.</p>`;
    return [{ title: `${title}, version ${version}: reviewed, no change`, id, link, at: confirmedAt, content }];
  }
}

/** One entry: paths without the origin, `at` an instant in ISO 8601 UTC. */
type News = { title: string; id: string; link: string; at: string; content: string };

function titleOf({ title, version, classification }: PolicyRevision): string {
  return `${title}, version ${version}${classification ? ` (${classification.class})` : ""}`;
}

function contentOf({ classification, predecessor }: PolicyRevision): string {
  if (!predecessor || !classification) return "<p>The first version in force here.</p>";
  if (classification.reasons.length === 0) {
    return `<p>Replaces version ${escapeHtml(predecessor)}. A minor revision: it takes nothing away.</p>`;
  }
  const reasons = classification.reasons.map(
    ({ clause, sentence, rule }) =>
      `<li>${escapeHtml(/^\d/.test(clause) ? `Clause ${clause}: ` : "")}${escapeHtml(sentence)} (${classificationRuleWords(rule)})</li>`,
  );
  return `<p>Replaces version ${escapeHtml(predecessor)}. A major revision:</p><ul>${reasons.join("")}</ul>`;
}

function escapeHtml(text: string): string {
  return xmlText(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Without the control characters that XML 1.0 §2.2 forbids even when escaped. */
function xmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").toWellFormed();
}
