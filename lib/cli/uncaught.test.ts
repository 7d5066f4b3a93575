import { describe, expect, test } from "vitest";
import { describeError, logUncaughtByName } from "./uncaught";

describe("an error that nobody caught", () => {
  test("is told by name, code and place, without its words and without what it carries", () => {
    const error = Object.assign(new Error("terminating connection of heron@example.org"), {
      code: "57P01",
      client: { connectionParameters: { password: "a secret password" } },
    });
    const told = describeError(error);
    expect(told).toMatchObject({ name: "Error", code: "57P01" });
    expect(told.at[0]).toContain("uncaught.test.ts");
    expect(JSON.stringify(told)).not.toMatch(/heron|secret|terminating/);
  });

  test.each([["a string"], [undefined], [{ password: "x" }]])("may be no error at all: %j", (thrown) => {
    expect(describeError(thrown)).toEqual({ name: typeof thrown, code: "none", at: [] });
  });

  test("has one listener, ours, whoever listened before", () => {
    const before = {
      uncaughtException: process.listeners("uncaughtException"),
      unhandledRejection: process.listeners("unhandledRejection"),
    };
    try {
      const printing = () => undefined;
      process.on("uncaughtException", printing);
      logUncaughtByName();
      logUncaughtByName();
      expect(process.listeners("uncaughtException")).toHaveLength(1);
      expect(process.listeners("unhandledRejection")).toHaveLength(1);
      expect(process.listeners("uncaughtException")).not.toContain(printing);
      const registered: unknown = Reflect.get(globalThis, Symbol.for("next.unhandledRejectionListener"));
      expect(process.listeners("unhandledRejection")).toEqual([registered]);
    } finally {
      process.removeAllListeners("uncaughtException");
      process.removeAllListeners("unhandledRejection");
      for (const listener of before.uncaughtException) process.on("uncaughtException", listener);
      for (const listener of before.unhandledRejection) process.on("unhandledRejection", listener);
    }
  });
});
