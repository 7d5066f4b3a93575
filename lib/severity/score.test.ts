import { describe, expect, test } from "vitest";
import { PortalError } from "../errors";
import { bandOf, SEVERITY_BANDS } from "./bands";
import { readVector, scoreVector } from "./score";

describe("scores of published examples", () => {
  test.each([
    // FIRST, CVSS v3.1 examples
    ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4, "medium"],
    ["CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1, "low"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N", 5.3, "medium"],
    ["CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9, "critical"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5, "high"],
    ["CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8, "high"],
    ["CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, "none"],
    // temporal and environmental metrics count
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U", 9, "critical"],
    ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/MAV:P", 6.8, "medium"],
    // FIRST, CVSS v4.0 examples and specification
    ["CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3, "high"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N", 7.1, "high"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.8, "high"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3, "critical"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10, "critical"],
    ["CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0, "none"],
  ])("%s is %s, %s", (vector, score, band) => {
    expect(scoreVector(vector)).toEqual({ version: vector.slice(5, 8), vector, score, band });
  });

  test("the order of 3.1 metrics does not matter", () => {
    expect(scoreVector("CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:N/AC:L/AV:N").score).toBe(9.8);
  });
});

test("an incomplete vector has no score but a sentence", () => {
  const vector = "CVSS:3.1/AV:N/PR:N/UI:N/S:U/C:H/I:H/A:H";
  expect(readVector(vector)).toEqual({ ok: false, message: "This vector is missing AC" });
  expect(() => scoreVector(vector)).toThrow(PortalError);
  expect(() => scoreVector(vector)).toThrow("This vector is missing AC");
});

describe("bands", () => {
  test("every score of one decimal has exactly one band, and the bands rise", () => {
    const order = SEVERITY_BANDS.map(({ band }) => band);
    let last = 0;
    for (let tenths = 0; tenths <= 100; tenths++) {
      const score = tenths / 10;
      expect(SEVERITY_BANDS.filter(({ from, to }) => score >= from && score <= to)).toHaveLength(1);
      const place = order.indexOf(bandOf(score));
      expect(place).toBeGreaterThanOrEqual(last);
      last = place;
    }
  });

  test.each([
    [0, "none"],
    [0.1, "low"],
    [3.9, "low"],
    [4, "medium"],
    [6.9, "medium"],
    [7, "high"],
    [8.9, "high"],
    [9, "critical"],
    [10, "critical"],
  ])("%s is %s", (score, band) => {
    expect(bandOf(score)).toBe(band);
  });

  test.each([-0.1, 10.1, Number.NaN])("%s is no score", (score) => {
    expect(() => bandOf(score)).toThrow(RangeError);
  });
});
