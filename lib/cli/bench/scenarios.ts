import type postgres from "postgres";
import type { ReportState } from "@/lib/reports/state";
import type { Answer, Browser, Fields } from "./browser";
import { hiddenFields } from "./browser";
import { type Seeder, seedDrafts, seedReceived } from "./seed";

/** One kind of request: `prepare` gives what sends the next `count` of them, at no cost to the measurement. */
export type Scenario = {
  name: string;
  expected: number;
  warmUp: number;
  prepare: (count: number) => Promise<(index: number) => Promise<Answer>>;
};

export type Stage = {
  staff: Browser;
  researcher: Browser;
  visitor: Browser;
  seeder: Seeder;
  programSlug: string;
  /** The report with the long conversation. */
  reference: string;
  /** How many reports there are: their titles are numbered. */
  size: number;
};

export function scenarios(stage: Stage): Scenario[] {
  const { staff, researcher, visitor, programSlug } = stage;
  const { sql, template } = stage.seeder;
  const page = (name: string, browser: Browser, path: string): Scenario => ({
    name,
    expected: 200,
    warmUp: 150,
    prepare: async () => () => browser.get(path),
  });
  const list = (name: string, narrowed: Record<string, string>) =>
    page(name, staff, `/staff/reports?${new URLSearchParams({ program: programSlug, ...narrowed })}`);
  return [
    page("triage list, 50 rows", staff, `/staff/triage?program=${programSlug}`),
    list("filtered queue", { queue: "open", state: "verifying", severity: template.severity }),
    list("search, one report's word", { queue: "all", q: String(Math.floor(stage.size / 2)) }),
    list("search, a word of nearly all", { queue: "all", q: "configuration" }),
    page("report page, 30 messages", staff, `/staff/reports/${stage.reference}`),
    page("policy page", visitor, `/programs/${programSlug}/policy`),
    {
      name: "reply",
      expected: 303,
      warmUp: 60,
      prepare: async (count) => {
        const forms = await formsAt(staff, await pagesIn("verifying", sql, template.programId, count), 'id="reply"');
        return sender(staff, forms, (index) => ({
          idempotencyKey: `bench-${index}-${crypto.randomUUID()}`,
          "message-text": "Thank you. We have reproduced this with the **default** configuration and go on from there.",
        }));
      },
    },
    {
      name: "transition",
      expected: 303,
      warmUp: 60,
      prepare: async (count) => {
        const paths = (await seedReceived(stage.seeder, count, stage.size)).map(pageOf);
        return sender(staff, await formsAt(staff, paths, "Start checking</button>"), () => ({}));
      },
    },
    {
      name: "submit",
      expected: 303,
      // Under the twenty a day, whose count is there to be lowered then.
      warmUp: 15,
      prepare: async (count) => {
        const drafts = await seedDrafts(stage.seeder, Array(count).fill({}));
        await sql`update rate_limits set points = -1000000 where key like 'report:account%'`;
        const paths = drafts.map((draft) => `/report/${draft}/check`);
        return sender(researcher, await formsAt(researcher, paths, "Send report"), () => ({}));
      },
    },
  ];
}

type Form = { path: string; fields: Fields };

/** Reports in a state, the newest without a conversation first: what is sent there is that alone. */
async function pagesIn(state: ReportState, sql: postgres.Sql, programId: string, count: number): Promise<string[]> {
  const rows = await sql<{ reference: string }[]>`
    select r.reference from reports r
    where r.program_id = ${programId} and r.state = ${state}
    order by exists (select 1 from messages m where m.report_id = r.id), r.id desc limit ${count}`;
  if (rows.length === 0) throw new Error(`no report is ${state}`);
  return Array.from({ length: count }, (_, index) => pageOf(rows[index % rows.length]?.reference ?? ""));
}

const pageOf = (reference: string) => `/staff/reports/${reference}`;

async function formsAt(browser: Browser, paths: readonly string[], marker: string): Promise<Form[]> {
  const forms: Form[] = [];
  for (const path of paths) {
    const { status, body } = await browser.get(path);
    if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    forms.push({ path, fields: hiddenFields(body, marker) });
  }
  return forms;
}

function sender(browser: Browser, forms: readonly Form[], typed: (index: number) => Fields) {
  return (index: number): Promise<Answer> => {
    const form = forms[index];
    if (!form) throw new Error("more was sent than prepared");
    return browser.post(form.path, { ...form.fields, ...typed(index) });
  };
}
