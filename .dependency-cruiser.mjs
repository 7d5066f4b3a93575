// The direction of imports (docs: the house rules). lib/cli/boundaries.test.ts proves that each rule catches its violation.
const IO = [
  "^lib/.*/(queries|mutations)\\.ts$",
  "^lib/.*/mutations/",
  "^lib/ledger/record\\.ts$",
  "^lib/vault/(keyring|ring)\\.ts$",
  "^lib/auth/session\\.ts$",
  "^lib/(cli|env|mail|jobs|request|storage)/",
];
const TESTS = "\\.(test|test-data)\\.tsx?$";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      // A type is gone when the program runs; a cycle through one is a matter of taste.
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "lib-is-pure-unless-named",
      severity: "error",
      from: { path: "^lib/", pathNot: [...IO, TESTS] },
      to: {
        path: [
          "^(app|components|db)/",
          "^node_modules/(next|next-auth|react|react-dom|drizzle-orm|server-only|postgres)/",
        ],
      },
    },
    {
      name: "db-only-through-lib",
      severity: "error",
      from: { path: "^(app|components)/", pathNot: TESTS },
      to: { path: ["^db/", "^node_modules/(drizzle-orm|postgres)/"] },
    },
    {
      name: "nothing-below-imports-app",
      severity: "error",
      from: { path: "^(lib|db|components)/" },
      to: { path: "^app/" },
    },
    {
      name: "db-imports-only-pure-lib",
      severity: "error",
      from: { path: "^db/", pathNot: ["^db/(seed|testing)/", TESTS] },
      to: { path: IO },
    },
    {
      name: "components-never-reach-server",
      severity: "error",
      from: { path: "^components/", pathNot: TESTS },
      to: { path: ["^db/", "^node_modules/(drizzle-orm|postgres|server-only)/"], reachable: true },
    },
    {
      // The worker, the operator's commands and the demonstration run before and beside the framework.
      name: "works-without-next",
      severity: "error",
      from: { path: ["^lib/jobs/worker\\.ts$", "^lib/cli/portal\\.ts$", "^db/seed/"], pathNot: TESTS },
      to: { path: "^node_modules/next/", reachable: true },
    },
    {
      name: "next-auth-in-one-place",
      severity: "error",
      from: { pathNot: ["^lib/auth/session\\.ts$", "^app/api/auth/", "^node_modules/"] },
      to: { path: "^node_modules/(next-auth|@auth)/" },
    },
    {
      // security.md C34: whatever leaves by HTTP is judged there.
      name: "outgoing-http-in-one-place",
      severity: "error",
      from: { path: "^(app|components|lib|db)/", pathNot: ["^lib/(outbound|cli)/", "\\.d\\.ts$", TESTS] },
      to: { path: ["^(node:)?(http|https|http2)$", "^node_modules/(undici|axios|got|node-fetch)/"] },
    },
    {
      name: "tests-stay-outside",
      severity: "error",
      from: { path: "^(app|components|lib|db)/", pathNot: [TESTS, "^db/testing/"] },
      to: { path: [TESTS, "^db/testing/"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
