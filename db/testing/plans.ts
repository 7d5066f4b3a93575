import { drizzle } from "drizzle-orm/postgres-js";
import type { Database } from "@/db/client";
import * as schema from "@/db/schema";
import type { Actor } from "@/lib/auth/policy";
import type { Context } from "@/lib/request/transaction";
import { as } from "./factories";

type Asked = { query: string; params: unknown[] };
export type Plan = {
  "Node Type": string;
  "Sort Key"?: string[];
  "Relation Name"?: string;
  "Index Name"?: string;
  Plans?: Plan[];
};

/** Every node of the plans of the statements that a query asks, each explained as the application role with the same actor. */
export async function plansAsked(db: Database, actor: Actor, ask: (ctx: Context) => Promise<unknown>): Promise<Plan[]> {
  const asked: Asked[] = [];
  const logged = drizzle(db.$client, {
    schema,
    logger: { logQuery: (query, params) => asked.push({ query: query.trim(), params }) },
  });
  await ask(as(Object.assign(logged, { $client: db.$client }), actor));
  const roots: Plan[] = [];
  const settings: Asked[] = [];
  for (const one of asked) {
    if (one.query.startsWith("select set_config")) settings.push(one);
    else if (/^(select|with)\s/.test(one.query)) roots.push(await explained(db, settings, one));
  }
  return roots.flatMap(nodesOf);
}

const plain = (params: unknown[]) =>
  params.map((param) =>
    param === null || typeof param === "string" || typeof param === "number" ? param : String(param),
  );

/** In a transaction that was told who asks, and for which words, as the query told its own before this statement. */
async function explained(db: Database, settings: readonly Asked[], { query, params }: Asked): Promise<Plan> {
  const [row] = await db.$client.begin(async (sql) => {
    for (const set of settings) await sql.unsafe(set.query, plain(set.params));
    return sql.unsafe<{ "QUERY PLAN": [{ Plan: Plan }] }[]>(`explain (format json) ${query}`, plain(params));
  });
  if (!row) throw new Error("nothing was explained");
  return row["QUERY PLAN"][0].Plan;
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
