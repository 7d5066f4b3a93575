import { type APIRequestContext, type BrowserContextOptions, test as base, expect, type Page } from "@playwright/test";
import { becomeListed, becomeResearcher, type Program, type Staff, staffAddress } from "./people";

/** Somebody signed in: requests without a browser, and pages in one, with the same session. */
export type Person = {
  email: string;
  request: APIRequestContext;
  page: (options?: BrowserContextOptions) => Promise<Page>;
};

type Fixtures = {
  /** A visitor's requests, without cookies. */
  stranger: APIRequestContext;
  newResearcher: (name?: string) => Promise<Person>;
  staff: (role: Staff, program: Program) => Promise<Person>;
  /** One of the demonstration's own accounts, for reading what is there. */
  listed: (email: string) => Promise<Person>;
};

type Make = (become: (request: APIRequestContext) => Promise<string>) => Promise<Person>;

export const test = base.extend<Fixtures & { makePerson: Make }>({
  stranger: async ({ playwright, baseURL }, use) => {
    const request = await playwright.request.newContext({ baseURL });
    await use(request);
    await request.dispose();
  },
  makePerson: async ({ playwright, browser, baseURL }, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (become) => {
      const request = await playwright.request.newContext({ baseURL });
      closing.push(() => request.dispose());
      const email = await become(request);
      const page: Person["page"] = async (options = {}) => {
        const context = await browser.newContext({
          baseURL,
          ...options,
          storageState: await request.storageState(),
        });
        closing.push(() => context.close());
        return context.newPage();
      };
      return { email, request, page };
    });
    for (const close of closing.reverse()) await close();
  },
  newResearcher: async ({ makePerson }, use) => {
    await use((name) => makePerson((request) => becomeResearcher(request, name)));
  },
  staff: async ({ makePerson }, use) => {
    await use((role, program) =>
      makePerson(async (request) => {
        const email = staffAddress(role, program);
        await becomeListed(request, email);
        return email;
      }),
    );
  },
  listed: async ({ makePerson }, use) => {
    await use((email) =>
      makePerson(async (request) => {
        await becomeListed(request, email);
        return email;
      }),
    );
  },
});

export { expect };
