import { z } from "zod";
import { LIST_NAMES } from "../../list-names.ts";

/** Of a segment's mean against that of all customers: at least `standsOut` sd above, below, or not known at all. */
const SIDES = ["high", "low", "unknown"] as const;

const text = z.string().trim().min(1, { error: "must not be empty" });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "must be lower-case letters, digits and single hyphens, such as high-spenders" });
const side = z.enum(SIDES, { error: `must be ${SIDES.join(", ")}` });
const way = z.record(z.string(), side).refine((conditions) => Object.keys(conditions).length > 0, { error: "must name at least one feature" });

/** What to do with a segment, for a marketer. */
const advice = {
  strategy: text,
  channel: text,
  offer: text,
  goal: text.regex(/\d/, { error: "must hold a figure that can be measured" }),
  list: z.enum(LIST_NAMES, { error: `must be ${LIST_NAMES.join(", ")}` }).optional(),
};
const rule = z.strictObject({ id, name: text.max(80), when: z.array(way).min(1, { error: "must have at least one line" }), ...advice });
const otherwise = z.strictObject({ id, name: text.max(80), ...advice });
const words = z.strictObject({ short: text, high: text, low: text });

/** The rules by which segments get names and strategies; a file of this shape can be edited without a programmer. */
export const namingTableSchema = z
  .strictObject({
    standsOut: z.number().min(0.1).max(3),
    words: z.record(z.string(), words),
    rules: z.array(rule),
    otherwise,
  })
  .check(({ value, issues }) => {
    const complain = (path: PropertyKey[], message: string): void => void issues.push({ code: "custom", input: value, path, message });
    const ids = new Set([value.otherwise.id]);
    const names = new Set([value.otherwise.name]);
    value.rules.forEach((one, at) => {
      if (ids.has(one.id)) complain(["rules", at, "id"], `${one.id} is the id of another rule already`);
      if (names.has(one.name)) complain(["rules", at, "name"], `"${one.name}" is the name of another rule already`);
      ids.add(one.id);
      names.add(one.name);
      one.when.forEach((conditions, line) => {
        for (const feature of Object.keys(conditions)) {
          if (!(feature in value.words)) complain(["rules", at, "when", line, feature], `${feature} has no entry under words; known there: ${Object.keys(value.words).join(", ")}`);
        }
      });
    });
  });

export type NamingTable = z.output<typeof namingTableSchema>;
export type NamingRule = NamingTable["rules"][number];
/** By feature, all of which must hold. */
export type Conditions = NamingRule["when"][number];
