import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { METRIC_WORDS } from "./plain-words";
import {
  CVSS_VERSIONS,
  type CvssVersion,
  carriedOver,
  metricsOf,
  metricsSoFar,
  parseVector,
  writeVector,
} from "./vector";

const V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
const V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

/** Vectors with every mandatory metric and any of the others, in the order of the specification. */
function vectors(version: CvssVersion): fc.Arbitrary<string> {
  const parts = metricsOf(version).map(({ name, values, mandatory }) => {
    const part = fc.constantFrom(...values).map((value) => `/${name}:${value}`);
    return mandatory ? part : fc.oneof({ weight: 3, arbitrary: fc.constant("") }, part);
  });
  return fc.tuple(...parts).map((given) => `CVSS:${version}${given.join("")}`);
}

describe("parseVector", () => {
  test("reads complete vectors of both versions", () => {
    expect(parseVector(V4)).toMatchObject({ ok: true, version: "4.0", vector: V4, metrics: { AV: "N", SA: "N" } });
    expect(parseVector(V31)).toMatchObject({ ok: true, version: "3.1", vector: V31, metrics: { S: "U", A: "H" } });
    expect(parseVector(`${V4}/E:A/MSI:S/U:Amber`)).toMatchObject({ ok: true, metrics: { MSI: "S", U: "Amber" } });
  });

  test.each([
    [V31.replace("/AC:L", ""), "This vector is missing AC"],
    [V4.replace("/AC:L/AT:N", ""), "This vector is missing AC and AT"],
    [V31.replace("/AC:L/PR:N/UI:N", ""), "This vector is missing AC, PR and UI"],
    ["CVSS:3.1", "This vector is missing AV, AC, PR, UI, S, C, I and A"],
    ["CVSS:3.1/", "This vector is missing AV, AC, PR, UI, S, C, I and A"],
    [`${V31}/AV:N`, "AV is given twice"],
    [V4.replace("/AC:L", "/AV:L/AC:L"), "AV is given twice"],
    [V31.replace("AV:N", "AV:Z"), "AV:Z is not a value of AV"],
    [V31.replace("AV:N", "AV:n"), "AV:n is not a value of AV"],
    [V31.replace("AV:N", "AV:N:L"), "AV:N:L is not a value of AV"],
    [V31.replace("AV:N", "AV"), "AV has no value"],
    [V31.replace("AV:N", "AV:"), "AV has no value"],
    [`${V4}/MSC:S`, "MSC:S is not a value of MSC"],
    [V4.replace("AC:L/AT:N", "AT:N/AC:L"), "AC is out of order: CVSS 4.0 fixes the order of metrics"],
    [`${V4}/CR:H/E:A`, "E is out of order: CVSS 4.0 fixes the order of metrics"],
    [`${V4}/`, "Remove the slash at the end of this vector"],
    [V31.replace("/AC", "//AC"), "This vector has two slashes in a row"],
    [V31.slice("CVSS:3.1/".length), "A vector starts with CVSS:4.0/ or CVSS:3.1/"],
    [V31.toLowerCase(), "A vector starts with CVSS:4.0/ or CVSS:3.1/"],
    [`CVSS:3.1AV:N${V31}`, "A vector starts with CVSS:4.0/ or CVSS:3.1/"],
    ["", "A vector starts with CVSS:4.0/ or CVSS:3.1/"],
    [V31.replace("3.1", "3.0"), "CVSS 3.0 is not supported: use 4.0 or 3.1"],
    ["CVSS:2.0/AV:N", "CVSS 2.0 is not supported: use 4.0 or 3.1"],
    [`${V31}/XX:N`, "XX is not a metric of CVSS 3.1"],
    [`${V31}/AT:N`, "AT is not a metric of CVSS 3.1"],
    [`${V4}/RL:X`, "RL is not a metric of CVSS 4.0"],
    [`${V31}/__proto__:N`, "__proto__ is not a metric of CVSS 3.1"],
    [`${V31}/:N`, ":N is not a metric of CVSS 3.1"],
    [` ${V31}`, "Remove the spaces from this vector"],
    [`${V31}\n`, "Remove the spaces from this vector"],
    [V31 + "/E:X".repeat(100), "This is too long to be a vector"],
  ])("%j: %s", (text, message) => {
    expect(parseVector(text)).toEqual({ ok: false, message });
  });

  test("takes the metrics of 3.1 in any order", () => {
    expect(parseVector("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N")).toMatchObject({ ok: true });
  });

  test.each(CVSS_VERSIONS)(
    "reads every vector of %s in order, and none with a part missing, twice or swapped",
    (version) => {
      fc.assert(
        fc.property(vectors(version), fc.nat(), (vector, pick) => {
          expect(parseVector(vector)).toMatchObject({ ok: true, vector });
          const [prefix = "", ...parts] = vector.split("/");
          const index = pick % parts.length;
          const part = parts[index] ?? "";
          expect(parseVector([prefix, ...parts, part].join("/"))).toMatchObject({ ok: false });
          const without = parts.filter((_, position) => position !== index);
          const name = part.split(":")[0];
          const mandatory = metricsOf(version).some((metric) => metric.name === name && metric.mandatory);
          expect(parseVector([prefix, ...without].join("/")).ok).toBe(!mandatory);
          if (version === "4.0" && index > 0) {
            expect(parseVector([prefix, part, ...without].join("/"))).toMatchObject({ ok: false });
          }
        }),
      );
    },
  );
});

/** The reference copies beside the checkout; not part of the product. */
const schemas = fileURLToPath(new URL("../../../shared/standards/cvss/schema/", import.meta.url));

describe("the patterns of FIRST's JSON schemas", () => {
  if (!existsSync(schemas)) test.skip("are compared only where ../shared/standards/cvss/schema is present");
  else
    test.each(CVSS_VERSIONS)("agree for %s on valid vectors and on vectors with one edit", (version) => {
      type Schema = { properties: { vectorString: { pattern: string } } };
      const schema = JSON.parse(readFileSync(`${schemas}cvss-v${version}.json`, "utf8")) as Schema;
      const pattern = new RegExp(schema.properties.vectorString.pattern);
      const edit = fc.tuple(fc.nat(), fc.nat({ max: 2 }), fc.constantFrom(..."AVCNLHPXSUMRECTIW:/01"));
      fc.assert(
        fc.property(vectors(version), edit, (vector, [pick, remove, insert]) => {
          expect(pattern.test(vector)).toBe(true);
          const index = pick % vector.length;
          const edited = vector.slice(0, index) + insert + vector.slice(index + remove);
          // The 3.1 pattern alone allows missing and repeated metrics, which its text forbids.
          if (version === "4.0") expect(parseVector(edited).ok).toBe(pattern.test(edited));
          else if (parseVector(edited).ok) expect(pattern.test(edited)).toBe(true);
        }),
        { numRuns: 2000 },
      );
    });
});

describe("what the calculator writes", () => {
  const choices = (version: CvssVersion, mandatoryOnly = false) =>
    fc.record(
      Object.fromEntries(
        metricsOf(version)
          .filter(({ mandatory }) => mandatory || !mandatoryOnly)
          .map(({ name, values }) => [name, fc.constantFrom(...values)]),
      ),
      { requiredKeys: [] },
    );

  test.each(CVSS_VERSIONS)("of %s is read back as it was chosen, finished or not", (version) => {
    fc.assert(
      fc.property(choices(version), (metrics) => {
        const vector = writeVector(version, metrics);
        expect(metricsSoFar(vector)).toEqual({ version, metrics });
        const complete = metricsOf(version).every(({ name, mandatory }) => !mandatory || metrics[name] !== undefined);
        expect(parseVector(vector).ok).toBe(complete);
      }),
    );
  });

  test("goes over to the other version with what both ask alike", () => {
    fc.assert(
      fc.property(choices("3.1", true), (metrics) => {
        const over = carriedOver(metrics, "4.0");
        expect(metricsSoFar(writeVector("4.0", over))?.metrics).toEqual(over);
        const { UI: _ui, S: _s, ...alike } = metrics;
        expect(carriedOver(over, "3.1")).toEqual(alike);
      }),
    );
  });

  test("never fails on what somebody is still typing", () => {
    fc.assert(fc.property(fc.string(), (text) => metricsSoFar(text) === null || metricsSoFar(text) !== undefined));
    expect(metricsSoFar("CVSS:2.0/AV:N")).toBeNull();
    expect(metricsSoFar("CVSS:4.0/AV:Q/AC:L/nonsense")?.metrics).toEqual({ AC: "L" });
  });

  test.each(CVSS_VERSIONS)("every base metric and value of %s has plain words", (version) => {
    for (const { name, values, mandatory } of metricsOf(version)) {
      if (!mandatory) continue;
      expect(Object.keys(METRIC_WORDS[version][name]?.values ?? {}).sort(), name).toEqual([...values].sort());
    }
    expect(Object.keys(METRIC_WORDS[version])).toHaveLength(metricsOf(version).filter((m) => m.mandatory).length);
  });
});
