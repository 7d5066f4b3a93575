import { describe, expect, test } from "vitest";
import { describeError, logUncaughtByName, printErrorsByName } from "./uncaught";

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

  test("has the code of its cause, and the number that its reader was shown", () => {
    const cause = Object.assign(new Error("connection closed"), { code: "CONNECTION_CLOSED" });
    const error = Object.assign(new Error("Failed query\nparams: heron@example.org", { cause }), {
      digest: "1603639893",
    });
    expect(describeError(error)).toMatchObject({ code: "CONNECTION_CLOSED", digest: "1603639893" });
    const named = Object.assign(new Error("x"), { digest: "heron@example.org" });
    expect(describeError(named)).not.toHaveProperty("digest");
  });

  test("is printed that way too, whoever prints it", () => {
    const printed: unknown[][] = [];
    const target = { error: (...parts: unknown[]) => void printed.push(parts) };
    printErrorsByName(target);
    const params = ["heron@example.org"];
    target.error("⨯", Object.assign(new Error(`Failed query: select 1\nparams: ${params}`), { params }));
    expect(printed).toHaveLength(1);
    expect(printed[0]?.[0]).toBe("⨯");
    expect(JSON.parse(String(printed[0]?.[1]))).toMatchObject({ name: "Error" });
    expect(String(printed[0]?.[1])).not.toMatch(/heron|select/);
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
