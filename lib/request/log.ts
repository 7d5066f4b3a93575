import pino from "pino";

/** Structured lines on standard error. Fields are chosen at each call: never text, names, addresses or tokens. */
export const log = pino({ name: "portal", base: undefined }, pino.destination(2));
