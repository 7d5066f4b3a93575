export * from "./accounts";
export * from "./keys";
export * from "./ledger";
export * from "./operations";
export * from "./programs";
export * from "./reports";
