import { z } from "zod";
import { AppError } from "@segue/shared/errors";

/**
 * Reads settings from environment variables by a schema whose keys are the variables' names. The result is frozen.
 * @throws AppError `bad_setting` naming the variable, its value and what is allowed, on one line.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<z.infer<z.ZodObject<Shape>>> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, env[name] === "" ? undefined : env[name]]));
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  throw badSetting(parsed.error.issues[0], given);
}

function badSetting(issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined, given: Readonly<Record<string, string | undefined>>): AppError {
  const name = String(issue?.path[0]);
  const value = given[name] === undefined ? "is not set" : `is ${shown(name, given[name])}`;
  return new AppError("bad_setting", `${name} ${value}: ${issue?.message ?? "is not valid"}`);
}

/** A value for people to see, without what only the owner may know. */
function shown(name: string, value: string): string {
  if (/PASSWORD|SECRET/.test(name)) return "not right";
  return JSON.stringify(value.replace(/\/\/[^/]*@/, "//***@"));
}

const FRACTION = /^(0?\.\d{1,9}|[01](\.0{1,9})?)$/;

/** A number from 0 to 1 in an environment variable. */
export function fraction(fallback: number): z.ZodType<number> {
  return z.string().regex(FRACTION, { error: "must be a number from 0 to 1 such as 0.1" }).transform(Number).default(fallback);
}

/** The same, or `auto`, which is the default. */
export function fractionOrAuto(): z.ZodType<number | "auto"> {
  const error = "must be auto or a number from 0 to 1 such as 0.1";
  return z
    .string()
    .refine((text) => text === "auto" || FRACTION.test(text), { error })
    .transform((text) => (text === "auto" ? text : Number(text)))
    .default("auto");
}

/** A whole number in an environment variable; digits only, since a blank would count as 0. */
export function integer(min: number, max: number, fallback: number): z.ZodType<number> {
  const error = `must be a whole number from ${min} to ${max}`;
  const number = z.number().min(min, { error }).max(max, { error });
  return z.string().regex(/^\d{1,15}$/, { error }).transform(Number).pipe(number).default(fallback);
}
