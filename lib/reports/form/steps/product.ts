import { choice, line, lines, NOT_SURE, type StepBuilder, tick } from "../fields";

export const productStep: StepBuilder = () => ({
  step: "product",
  title: "The product",
  fields: [
    choice(
      "platform",
      "Where did you see it?",
      [
        ["web", "Web"],
        ["api", "API"],
        ["ios", "iOS"],
        ["android", "Android"],
        ["desktop", "Desktop"],
        ["server", "Server"],
        ["library", "Library"],
        ["other", "Other"],
      ],
      { need: "nudged", control: "select" },
    ),
    line("productVersion", "Which version is it?", 60, {
      need: "nudged",
      hint: "Shown in About, or the package version",
    }),
    tick("productVersionUnknown", "I don’t know", {
      excludes: { field: "productVersion", error: "Clear the version or untick “I don’t know”" },
    }),
    line("serverVersion", "Server version", 60, { hint: "Only if you know it" }),
    line("platformVersion", "System or browser version", 120, { hint: "Like iOS 19.1 or Firefox 140" }),
    choice(
      "environment",
      "Where did you test it?",
      [
        ["live", "Our live service"],
        ["test", "Test or staging"],
        ["own", "My own install"],
        [NOT_SURE, "Not sure"],
      ],
      { need: "nudged" },
    ),
    line("component", "Part of the product", 200, { hint: "File, module, endpoint or package name" }),
    lines("urls", "Addresses where it can be seen", "url", 20, { hint: "One per line" }),
    line("packageRef", "Package or commit", 500, { hint: "A package URL, or a repository and a commit" }),
  ],
});
