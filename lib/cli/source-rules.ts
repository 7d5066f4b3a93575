/** Rules about the text of a source file that the linter and the import graph cannot express. */
export type SourceFinding = { rule: string; path: string; line: number; text: string };

type SourceRule = { rule: string; applies: (path: string) => boolean; pattern: RegExp };

const isTest = (path: string) => /\.(test|test-data)\.tsx?$|^db\/testing\/|^e2e\//.test(path);
const isConfig = (path: string) => !path.includes("/") || path === "lib/cli/launch.mjs";
const isAdapter = (path: string) =>
  /^lib\/(env|mail|jobs|request|cli|storage)\/|^lib\/auth\/session\.ts$|^lib\/vault\/keyring\.ts$/.test(path);
const isShown = (path: string) => /^(app|components)\/.*\.tsx?$/.test(path);

const RULES: readonly SourceRule[] = [
  {
    rule: "process.env only in lib/env",
    applies: (path) => !isTest(path) && !isConfig(path) && !path.startsWith("lib/env/"),
    pattern: /\bprocess\.env\b/,
  },
  {
    rule: "no clock in lib: take now as a value",
    applies: (path) => path.startsWith("lib/") && !isTest(path) && !isAdapter(path),
    pattern: /\bnew Date\(\s*\)|\bDate\.now\(/,
  },
  {
    rule: "only components/ui/when and lib/sla's words print a date",
    applies: (path) =>
      !isTest(path) &&
      !path.startsWith("db/") &&
      !/^components\/ui\/when(-text)?\.tsx?$|^lib\/sla\/(words-of-time|wording)\.ts$/.test(path),
    // Asking whether a zone exists prints nothing.
    pattern:
      /\btoLocale(Date|Time)?String\(|\bIntl\.RelativeTimeFormat\b|\bIntl\.DateTimeFormat\((?!"en", \{ timeZone: \w+ \}\))/,
  },
  {
    rule: "logical classes only: ms- me- ps- pe- start- end-",
    applies: (path) => isShown(path) && !isTest(path),
    pattern:
      /(?<=["'`\s:!])-?(ml|mr|pl|pr|left|right|border-l|border-r|rounded-l|rounded-r|scroll-ml|scroll-mr)-(\d|\[|px\b|auto\b|full\b|\()|(?<=["'`\s:])text-(left|right)(?=["'`\s])/,
  },
  {
    rule: "no raw SQL and no names made from values",
    applies: (path) => /^(app|components|lib)\//.test(path) && !isTest(path),
    pattern: /\bsql\.(raw|identifier)\(/,
  },
  {
    rule: "outgoing requests only through lib/outbound (security.md C34)",
    applies: (path) => /^(app|lib)\//.test(path) && !isTest(path) && !/^lib\/(cli|outbound)\//.test(path),
    pattern: /(?<![.\w])fetch\(|\bglobalThis\.fetch\b|\bnew (WebSocket|EventSource|XMLHttpRequest)\b/,
  },
  {
    rule: "no cache that outlives a request (security.md N10, N11)",
    applies: (path) => /^(app|components|lib)\//.test(path) && !isTest(path),
    pattern: /["']use cache["']|\bunstable_cache\b|from ["']next\/og["']|runtime\s*=\s*["']edge["']/,
  },
];

export const SOURCE_RULE_NAMES: readonly string[] = RULES.map(({ rule }) => rule);

/** The lines of one file that break a rule. Whole-line comments may name what is forbidden. */
export function findSourceViolations(path: string, content: string): SourceFinding[] {
  const rules = RULES.filter(({ applies }) => applies(path));
  if (rules.length === 0 || path === "lib/cli/source-rules.ts") return [];
  return content
    .split("\n")
    .flatMap((text, index) =>
      /^\s*(\/\/|\*|\/\*)/.test(text)
        ? []
        : rules
            .filter(({ pattern }) => pattern.test(text))
            .map(({ rule }) => ({ rule, path, line: index + 1, text: text.trim() })),
    );
}
