import type { Calendar } from "./types";

/** Test data: Ontario's nine statutory days of 2025 and 2026, and Queensland's days without Christmas Eve. */
export const ONTARIO: Calendar = {
  version: 3,
  region: "Ontario",
  zone: "America/Toronto",
  workingDays: [1, 2, 3, 4, 5],
  cutOff: null,
  holidays: [
    { date: "2025-01-01", name: "New Year's Day" },
    { date: "2025-02-17", name: "Family Day" },
    { date: "2025-04-18", name: "Good Friday" },
    { date: "2025-05-19", name: "Victoria Day" },
    { date: "2025-07-01", name: "Canada Day" },
    { date: "2025-09-01", name: "Labour Day" },
    { date: "2025-10-13", name: "Thanksgiving" },
    { date: "2025-12-25", name: "Christmas Day" },
    { date: "2025-12-26", name: "Boxing Day" },
    { date: "2026-01-01", name: "New Year's Day" },
    { date: "2026-02-16", name: "Family Day" },
    { date: "2026-04-03", name: "Good Friday" },
    { date: "2026-05-18", name: "Victoria Day" },
    { date: "2026-07-01", name: "Canada Day" },
    { date: "2026-09-07", name: "Labour Day" },
    { date: "2026-10-12", name: "Thanksgiving" },
    { date: "2026-12-25", name: "Christmas Day" },
    { date: "2026-12-26", name: "Boxing Day" },
  ],
};

export const QUEENSLAND: Calendar = {
  version: 1,
  region: "Queensland",
  zone: "Australia/Brisbane",
  workingDays: [1, 2, 3, 4, 5],
  cutOff: null,
  holidays: [
    { date: "2025-10-06", name: "King's Birthday" },
    { date: "2025-12-25", name: "Christmas Day" },
    { date: "2025-12-26", name: "Boxing Day" },
    { date: "2026-01-01", name: "New Year's Day" },
    { date: "2026-01-26", name: "Australia Day" },
    { date: "2026-04-03", name: "Good Friday" },
    { date: "2026-04-06", name: "Easter Monday" },
  ],
};
