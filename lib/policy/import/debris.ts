import { EMAIL, isSentence, words } from "./phrases";
import type { Block } from "./types";

/** Parts of a page around a policy. Everything left out gets its reason, and is listed. */

const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^(?:(?:go |back |return )?to (?:the )?top|top of page)$/i, "a link to the top of the page"],
  [/^skip to (?:the )?(?:main )?(?:content|navigation)$/i, "a link past the navigation"],
  [
    /^(?:print|share|menu|search|close|log ?in|sign ?in|sign ?up|subscribe|download pdf|home)$/i,
    "a control of the page",
  ],
  [/^home\s*[>›»/].*$/i, "a trail of pages"],
  [/^page \d+(?: of \d+)?$/i, "a page number"],
  [/^(?:table of )?contents$|^on this page$|^in this (?:document|policy)$/i, "table of contents"],
  [/\b(?:we|this (?:web)?site) uses? cookies\b|^accept (?:all )?cookies$/i, "a cookie notice"],
  [/(?:^|\s)(?:copyright|\(c\)|©).*\d{4}|^©|\ball rights reserved\.?$/i, "a copyright line"],
  [/\blogo$/i, "the caption of a picture"],
];

/** What sites call their own pages. */
const PAGE_NAMES = new Set(
  [
    "home, about, about us, who we are, our story, products, product, solutions, services, pricing, plans, features, blog, our blog, news,",
    "newsroom, events, careers, jobs, contact, contact us, support, technical support, help, help center, documentation, docs, resources,",
    "login, log in, sign in, sign up, register, partners, customers, company, press, media, legal, privacy, privacy policy, privacy notice,",
    "terms, terms of use, terms of service, cookies, cookie policy, cookie settings, sitemap, site map, accessibility, case studies,",
    "use cases, white papers, videos, webinars, faq, faqs, search, menu, community, developers, training, investors, team, trust center,",
    "twitter, linkedin, facebook, github, youtube, instagram, mastodon, rss, status, policies, industries, platform, get started, donate",
  ]
    .join(" ")
    .split(",")
    .map((name) => name.trim()),
);

const POSTAL =
  /\b(?:suite|floor|unit) \d+\b|\b\d+[a-z]? [\p{L} .'-]{2,30}(?:street|avenue|ave|road|boulevard|blvd|lane|square)\b|\bp\.?\s?o\.? box\b|\b[A-Z]{2},? \d{5}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b/iu;
const PHONE = /(?:\+|\b0|\()\d[\d\s().-]{6,}\d\b/;

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[.\s·…]*\d+$/, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** For each block that is no part of the policy, why. */
export function findDebris(blocks: readonly Block[]): Map<Block, string> {
  const debris = new Map<Block, string>();
  for (const block of blocks) {
    const phrase = PHRASES.find(([pattern]) => pattern.test(block.text) && words(block.text).length <= 30);
    if (block.outside) debris.set(block, block.outside);
    else if (phrase) debris.set(block, phrase[1]);
  }
  for (const group of groupsOf(blocks)) {
    const why = furniture(group.blocks, group.before);
    if (!why) continue;
    for (const block of group.blocks) if (!debris.has(block)) debris.set(block, why);
  }
  for (const block of contents(blocks.filter((one) => !debris.has(one)))) debris.set(block, "table of contents");
  return debris;
}

type Group = { blocks: Block[]; before: Block | undefined };

function groupsOf(blocks: readonly Block[]): Group[] {
  const groups: Group[] = [];
  for (const [index, block] of blocks.entries()) {
    const last = groups.at(-1);
    if (last && last.blocks.at(-1)?.group === block.group) last.blocks.push(block);
    else groups.push({ blocks: [block], before: blocks[index - 1] });
  }
  return groups;
}

/** A table of contents: three or more short lines in a row that stand again elsewhere, as headings. */
function contents(blocks: readonly Block[]): Block[] {
  const count = new Map<string, number>();
  for (const { text, kind } of blocks) {
    if (kind === "heading") count.set(plain(text), (count.get(plain(text)) ?? 0) + 1);
  }
  const found: Block[] = [];
  let run: Block[] = [];
  const close = () => {
    const again = run.filter((block) => (count.get(plain(block.text)) ?? 0) > (block.kind === "heading" ? 1 : 0));
    const listed = trimmed(run, again);
    if (again.length >= 3 && again.length >= listed.length * 0.7) found.push(...listed);
    run = [];
  };
  for (const block of blocks) {
    if (isSentence(block.text) || words(block.text).length > 12 || block.kind === "row") close();
    else {
      // A heading that comes a second time begins the text itself.
      if (run.some((one) => same(one, block))) close();
      run.push(block);
    }
  }
  close();
  return found;
}

const same = (one: Block, other: Block) => one.marker === other.marker && plain(one.text) === plain(other.text);

/** From the first to the last line that comes again: a title above the list is not part of it. */
function trimmed(run: readonly Block[], again: readonly Block[]): Block[] {
  const first = run.findIndex((block) => again.includes(block));
  const last = run.findLastIndex((block) => again.includes(block));
  return run.slice(first, last + 1);
}

function furniture(blocks: readonly Block[], before: Block | undefined): string | null {
  if (blocks.some((block) => block.kind === "row")) return null;
  if (blocks.filter((block) => !isSentence(block.text)).length < blocks.length * 0.8) return null;
  const introduced = before !== undefined && (before.kind === "heading" || before.text.endsWith(":"));
  const inContact = before?.kind === "heading" && /\b(?:contact|report|submit|reach)/i.test(before.text);
  if (inContact) return null;
  const names = blocks.filter((block) => PAGE_NAMES.has(plain(block.text)) || /\blogo$/i.test(block.text)).length;
  const addresses = blocks.filter(
    ({ text }) => POSTAL.test(text) || PHONE.test(text) || (EMAIL.test(text) && words(text).length <= 2),
  ).length;
  if (names >= (introduced ? 3 : 2) && names >= blocks.length * (blocks.length > 12 ? 0.1 : 0.4)) {
    return addresses >= 2 ? "foot of the page: addresses and navigation" : "navigation of the page";
  }
  if (blocks.length >= 3 && addresses >= 2) return "addresses at the foot of a page";
  const menus = blocks.filter((block) => PIPES.test(block.text) && block.text.split(PIPES).length >= 3);
  if (
    menus.length === blocks.length &&
    menus.some((block) => block.text.split(PIPES).some((name) => PAGE_NAMES.has(plain(name))))
  ) {
    return "navigation of the page";
  }
  return null;
}

const PIPES = /\s[|·•]\s/;
