import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { AppError } from "@segue/shared/errors";
import { DEFAULT_NAMING_FILE, parseNamingTable, readNamingFile } from "./naming-file.ts";

const shipped = readFileSync(DEFAULT_NAMING_FILE, "utf8");

/** The shipped table with one edit, and what is said about it. */
function complaint(search: string | RegExp, replacement: string): string {
  const edited = shipped.replace(search, replacement);
  if (edited === shipped) throw new Error("nothing was edited");
  try {
    parseNamingTable(edited, "names.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return (error as AppError).message;
  }
  throw new Error("nothing was said");
}

const lineOf = (text: string): number => shipped.slice(0, shipped.indexOf(text)).split("\n").length;

test("the shipped table is what the design names", () => {
  const table = readNamingFile();

  expect(table.standsOut).toBe(0.5);
  expect(table.rules.map(({ name }) => name)).toEqual([
    "High Spenders", "Affluent Savers", "Low Income Shoppers", "Young Frequent Buyers", "At-Risk Regulars", "Hibernating", "Newcomers",
  ]);
});

describe("a mistake is shown with its line, its rule and what is allowed", () => {
  test.each([
    ["a goal without a figure", [/goal: keep at least.*/, "goal: keep them happy"], ["goal: keep at least", "rule high-spenders: goal: must hold a figure that can be measured"]],
    ["a side that is none", ["{ annualIncome: high, spendingScore: low }", "{ annualIncome: height, spendingScore: low }"], ["{ annualIncome: high, spendingScore: low }", "rule affluent-savers: when 1 annualIncome: must be high, low, unknown"]],
    ["a feature nobody has words for", ["{ annualIncome: low, spendingScore: low }", "{ anualIncome: low, spendingScore: low }"], ["{ annualIncome: low, spendingScore: low }", "rule low-income-shoppers: when 1 anualIncome: anualIncome has no entry under words; known there: recency"]],
    ["an id twice", ["id: hibernating", "id: newcomers"], ["id: newcomers", "rule newcomers: id: newcomers is the id of another rule already"]],
    ["a name twice", ["name: Newcomers", "name: Hibernating"], ["name: Newcomers", 'rule newcomers: name: "Hibernating" is the name of another rule already']],
    ["no conditions at all", ["when:\n      - { recency: low, frequency: low }", "when: []"], ["when:\n      - { recency: low, frequency: low }", "rule newcomers: when: must have at least one line"]],
    ["a threshold that is text", ["standsOut: 0.5", "standsOut: half"], ["standsOut: 0.5", "standsOut: "]],
  ] as const)("%s", (_, [search, replacement], [at, message]) => {
    const said = complaint(search, replacement);

    expect(said).toContain(`names.yaml, line ${lineOf(at)}, ${message}`.replace(/, standsOut/, ": standsOut"));
    expect(said).not.toContain("\n");
  });

  test("a field that is missing, at the rule", () => {
    expect(complaint(/ {4}channel: coupons in app and print\n/, "")).toMatch(/^names.yaml, line \d+, rule low-income-shoppers: channel: /);
  });

  test("text that is no YAML", () => {
    expect(complaint("standsOut: 0.5", "standsOut: [0.5")).toMatch(/^names.yaml, line \d+: /);
  });

  test("nothing at all", () => {
    expect(() => parseNamingTable("", "names.yaml")).toThrow(/names.yaml, line 1: /);
    expect(() => readNamingFile("no/such/file.yaml")).toThrow(/no such file.*SEGUE_SEGMENT_NAMES must name a YAML file/);
  });
});
