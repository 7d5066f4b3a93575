import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type postgres from "postgres";
import { Browser } from "./browser";
import { type Load, load, quantile } from "./load";

const HELLO = `
const server = require("node:http").createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end("<!doctype html><title>Hello</title><h1>Hello</h1>");
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));`;

/** A plain node:http server in a process of its own, asked by the same client: what this machine gives at all. */
export async function hello(requests: number, concurrency: number): Promise<Load> {
  const child = spawn(process.execPath, ["-e", HELLO], { stdio: ["ignore", "pipe", "inherit"] });
  const pid = child.pid ?? 0;
  const port = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
  const browser = new Browser(`http://127.0.0.1:${port}`);
  const send = () => browser.get("/");
  await load({ pid, requests: 500, concurrency, send, expected: 200 });
  const measured = await load({ pid, requests, concurrency, send, expected: 200 });
  browser.close();
  child.kill();
  return measured;
}

export type Bare = { selectMs: number; insertMs: number };

/** One row by a unique index, and one row into a table with one index, committed; medians. */
export async function bareStatements(sql: postgres.Sql, reference: string): Promise<Bare> {
  await sql`create table if not exists bench_rows (id bigint generated always as identity primary key, text text not null)`;
  const time = async (work: () => Promise<unknown>) => {
    const times: number[] = [];
    for (let index = 0; index < 300; index += 1) {
      const started = performance.now();
      await work();
      if (index >= 100) times.push(performance.now() - started);
    }
    return quantile(
      times.sort((a, b) => a - b),
      0.5,
    );
  };
  const selectMs = await time(() => sql`select id, state from reports where reference = ${reference}`);
  const insertMs = await time(() => sql`insert into bench_rows (text) values (${reference})`);
  await sql`drop table bench_rows`;
  return { selectMs, insertMs };
}
