import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLUMNS, USUAL_COLUMNS } from "./columns";
import {
  FILTER_NAMES,
  isSameList,
  listParameters,
  NEGATABLE,
  type Parameters,
  parseListQuery,
  QUEUES,
  SORTS,
  withOpposite,
  withoutFilter,
} from "./list-query";

const of = (text: string): Parameters => {
  const parameters = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
};
const parsed = (text: string) => parseListQuery(of(text)).query;
const written = (text: string) => listParameters(parsed(text)).toString();

describe("a list as an address asks for it", () => {
  test("is all that is open, by what is due next, when it asks for nothing", () => {
    expect(parseListQuery({})).toEqual({
      query: { queue: "open", filters: {}, not: [], sort: "due", columns: [...USUAL_COLUMNS], dense: false },
      ignored: [],
    });
  });

  test.each([
    ["state=closed&state=received", "state=received&state=closed"],
    ["severity=low&severity=critical&severity=low", "severity=critical&severity=low"],
    ["queue=open&sort=due&col=clock&col=severity&col=product&col=state&col=assignee&col=reporter", ""],
    ["queue=closed&sort=moved", "queue=closed"],
    ["cwe=CWE-079", "cwe=79"],
    ["exposed=yes&encrypted=yes&dense=yes", "exposed=yes&encrypted=yes&dense=yes"],
    ["state=&clock=&q=&from=", ""],
    ["q=%20a%20b%20", "q=a+b"],
    ["not=state&not=severity&severity=high", "severity=high&not=severity"],
    ["state=received&queue=open", "queue=open&state=received"],
    [
      "tag=-&resolution=-&weakness=-&cwe=-&version=-&product=-",
      "product=-&version=-&cwe=-&weakness=-&tag=-&resolution=-",
    ],
    ["cve=yes&not=exposed&not=cve&exposed=yes", "exposed=yes&cve=yes&not=exposed&not=cve"],
    ["version=%20v8.4.0%20", "version=v8.4.0"],
    ["credit=given&not=credit&not=tag", "credit=given&not=credit"],
  ])("%s is written as %s", (given, canonical) => {
    expect(written(given)).toBe(canonical);
    expect(written(canonical)).toBe(canonical);
  });

  test.each([
    ["state=gone", "state"],
    ["state=received&state=gone", "state"],
    ["clock=lunch", "clock"],
    ["time=soon", "time"],
    ["assignee=0190c0de-0000-7000-8000-000000000000", "assignee"],
    ["from=yesterday", "from"],
    ["to=2026-02-30", "to"],
    ["within=31", "within"],
    ["exposed=1", "exposed"],
    ["q=%00", "q"],
    ["sort=reporter_id", "sort"],
    ["col=data_key", "col"],
    ["cwe=79 or 1=1", "cwe"],
    ["cwe=--", "cwe"],
    ["weakness=-79", "weakness"],
    ["cve=CVE-2026-12345", "cve"],
    ["cve=yes&cve=no", "cve"],
    ["version=8.4.0&version=8.5.0", "version"],
    ["resolution=none", "resolution"],
    ["not=version or 1=1", "not"],
  ])("%s is left out and named", (given, name) => {
    expect(parseListQuery(of(given))).toEqual({ query: parsed(""), ignored: [name] });
  });

  test("is the same whatever junk stands beside it, and no junk throws", () => {
    const anything = fc.dictionary(
      fc.constantFrom(...FILTER_NAMES, "queue", "sort", "col", "not", "dense"),
      fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.string()), fc.constant(undefined)),
    );
    fc.assert(
      fc.property(anything, (given) => {
        const { query } = parseListQuery(given);
        expect(isSameList(parsed(listParameters(query).toString()), query)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("every list that can be asked for is written so that it can be asked for again", () => {
    const some = <T extends string>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
    fc.assert(
      fc.property(
        fc.record({
          queue: fc.constantFrom(...QUEUES),
          sort: fc.constantFrom(...SORTS),
          col: some(COLUMNS),
          not: some(NEGATABLE),
          severity: some(["critical", "unrated"]),
          state: some(["received", "closed"]),
        }),
        (given) => {
          const { query } = parseListQuery(given);
          expect(parsed(listParameters(query).toString())).toEqual(query);
        },
      ),
    );
  });
});

describe("taking a filter away", () => {
  test("takes one value and leaves the others", () => {
    const query = parsed("severity=critical&severity=high&not=severity&exposed=yes");
    expect(listParameters(withoutFilter(query, "severity", "high")).toString()).toBe(
      "severity=critical&exposed=yes&not=severity",
    );
    expect(listParameters(withoutFilter(query, "severity")).toString()).toBe("exposed=yes");
    expect(listParameters(withoutFilter(query, "exposed")).toString()).toBe(
      "severity=critical&severity=high&not=severity",
    );
  });

  test("comes back to what is open when the last state goes", () => {
    expect(listParameters(withoutFilter(parsed("state=closed"), "state", "closed")).toString()).toBe("");
  });

  test("asks for the opposite and back", () => {
    const query = parsed("severity=high");
    expect(listParameters(withOpposite(query, "severity")).toString()).toBe("severity=high&not=severity");
    expect(withOpposite(withOpposite(query, "severity"), "severity")).toEqual(query);
  });
});
