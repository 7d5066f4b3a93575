export * from "./accounts";
export * from "./inquiries";
export * from "./keys";
export * from "./ledger";
export * from "./operations";
export * from "./programs";
export * from "./reports";
export * from "./response-times";
