export const CVSS_VERSIONS = ["4.0", "3.1"] as const;
export type CvssVersion = (typeof CVSS_VERSIONS)[number];

type Metric = { name: string; values: readonly string[]; mandatory: boolean };

function group(mandatory: boolean, table: string): Metric[] {
  return table.split(" ").map((entry) => {
    const [name = "", values = ""] = entry.split(":");
    return { name, values: values.split(","), mandatory };
  });
}

/**
 * Metrics, their values and order after the `vectorString` patterns of FIRST's JSON schemas
 * (cvss-v4.0.json and cvss-v3.1.json), which follow section 7 and section 6 of the specifications.
 */
const METRICS: Record<CvssVersion, readonly Metric[]> = {
  "4.0": [
    ...group(true, "AV:N,A,L,P AC:L,H AT:N,P PR:N,L,H UI:N,P,A VC:H,L,N VI:H,L,N VA:H,L,N SC:H,L,N SI:H,L,N SA:H,L,N"),
    ...group(false, "E:X,A,P,U CR:X,H,M,L IR:X,H,M,L AR:X,H,M,L"),
    ...group(false, "MAV:X,N,A,L,P MAC:X,L,H MAT:X,N,P MPR:X,N,L,H MUI:X,N,P,A"),
    ...group(false, "MVC:X,H,L,N MVI:X,H,L,N MVA:X,H,L,N MSC:X,H,L,N MSI:X,S,H,L,N MSA:X,S,H,L,N"),
    ...group(false, "S:X,N,P AU:X,N,Y R:X,A,U,I V:X,D,C RE:X,L,M,H U:X,Clear,Green,Amber,Red"),
  ],
  "3.1": [
    ...group(true, "AV:N,A,L,P AC:L,H PR:N,L,H UI:N,R S:U,C C:N,L,H I:N,L,H A:N,L,H"),
    ...group(false, "E:X,U,P,F,H RL:X,O,T,W,U RC:X,U,R,C CR:X,L,M,H IR:X,L,M,H AR:X,L,M,H"),
    ...group(false, "MAV:X,N,A,L,P MAC:X,L,H MPR:X,N,L,H MUI:X,N,R MS:X,U,C MC:X,N,L,H MI:X,N,L,H MA:X,N,L,H"),
  ],
};

/** Longer than any vector with every metric given. */
const MAX_LENGTH = 300;

export type ParsedVector =
  | { ok: true; version: CvssVersion; vector: string; metrics: Record<string, string> }
  | { ok: false; message: string };

/** The metrics of a version in their order, with the values each may take. */
export function metricsOf(version: CvssVersion): readonly Metric[] {
  return METRICS[version];
}

function refuse(message: string): ParsedVector {
  return { ok: false, message };
}

function versionOf(text: string): CvssVersion | string {
  const prefix = /^CVSS:(\d+\.\d+)(?:\/|$)/.exec(text)?.[1];
  const known = CVSS_VERSIONS.find((version) => version === prefix);
  if (known) return known;
  if (prefix) return `CVSS ${prefix} is not supported: use 4.0 or 3.1`;
  return "A vector starts with CVSS:4.0/ or CVSS:3.1/";
}

function isVersion(text: string): text is CvssVersion {
  return CVSS_VERSIONS.some((version) => version === text);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/**
 * Reads a CVSS v4.0 or v3.1 vector strictly: every mandatory metric once, no unknown metric or value, and in
 * v4.0 the order of the specification (v3.1 section 6 allows any order). Pure and small enough for the browser.
 */
export function parseVector(text: string): ParsedVector {
  if (text.length > MAX_LENGTH) return refuse("This is too long to be a vector");
  if (/\s/.test(text)) return refuse("Remove the spaces from this vector");
  const version = versionOf(text);
  if (!isVersion(version)) return refuse(version);
  const rest = text.slice(`CVSS:${version}`.length);
  if (rest.endsWith("/") && rest !== "/") return refuse("Remove the slash at the end of this vector");

  const known = METRICS[version];
  const metrics: Record<string, string> = {};
  let last = -1;
  let misplaced: string | null = null;
  for (const part of rest
    .slice(1)
    .split("/")
    .filter((part, _, all) => part !== "" || all.length > 1)) {
    const [name = "", value = "", ...more] = part.split(":");
    const index = known.findIndex((metric) => metric.name === name);
    const metric = known[index];
    if (part === "") return refuse("This vector has two slashes in a row");
    if (!metric) return refuse(`${name || part} is not a metric of CVSS ${version}`);
    if (metrics[name] !== undefined) return refuse(`${name} is given twice`);
    if (more.length > 0 || !metric.values.includes(value)) {
      return value === "" ? refuse(`${name} has no value`) : refuse(`${part} is not a value of ${name}`);
    }
    metrics[name] = value;
    if (version === "4.0" && index < last) misplaced ??= name;
    last = Math.max(last, index);
  }
  const missing = known.filter((metric) => metric.mandatory && metrics[metric.name] === undefined);
  if (missing.length > 0) return refuse(`This vector is missing ${listed(missing.map((metric) => metric.name))}`);
  if (misplaced) return refuse(`${misplaced} is out of order: CVSS 4.0 fixes the order of metrics`);
  return { ok: true, version, vector: text, metrics };
}

/** What a text says so far of a vector, however unfinished: for the controls that help to complete it. */
export function metricsSoFar(text: string): { version: CvssVersion; metrics: Record<string, string> } | null {
  const version = CVSS_VERSIONS.find((known) => text === `CVSS:${known}` || text.startsWith(`CVSS:${known}/`));
  if (!version) return null;
  const metrics: Record<string, string> = {};
  for (const part of text.slice(`CVSS:${version}/`.length).split("/")) {
    const [name = "", value = ""] = part.split(":");
    const metric = METRICS[version].find((known) => known.name === name);
    if (metric?.values.includes(value)) metrics[name] = value;
  }
  return { version, metrics };
}

/** The vector of these metrics in the order of the specification; metrics that the version does not have are left out. */
export function writeVector(version: CvssVersion, metrics: Readonly<Record<string, string | undefined>>): string {
  const parts = METRICS[version].flatMap(({ name }) =>
    metrics[name] === undefined ? [] : [`${name}:${metrics[name]}`],
  );
  return [`CVSS:${version}`, ...parts].join("/");
}

/** The same circumstances in the other version, as far as both ask for them in one way. */
export function carriedOver(
  metrics: Readonly<Record<string, string | undefined>>,
  to: CvssVersion,
): Record<string, string> {
  const renamed: readonly (readonly [string, string])[] =
    to === "4.0"
      ? [
          ["AV", "AV"],
          ["AC", "AC"],
          ["PR", "PR"],
          ["C", "VC"],
          ["I", "VI"],
          ["A", "VA"],
        ]
      : [
          ["AV", "AV"],
          ["AC", "AC"],
          ["PR", "PR"],
          ["VC", "C"],
          ["VI", "I"],
          ["VA", "A"],
        ];
  return Object.fromEntries(
    renamed.flatMap(([from, name]) => {
      const value = metrics[from];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
