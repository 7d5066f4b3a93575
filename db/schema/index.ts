export * from "./accounts";
export * from "./ledger";
export * from "./operations";
export * from "./programs";
export * from "./reports";
