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
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? "");
  const value = given[name] === undefined ? "is not set" : `is ${JSON.stringify(given[name])}`;
  throw new AppError("bad_setting", `${name} ${value}: ${schema.shape[name] === undefined ? (issue?.message ?? "") : allowed(schema, name, issue?.message)}`);
}

/** A whole number in an environment variable. */
export function integer(min: number, max: number, fallback: number): z.ZodType<number> {
  return z.coerce.number({ error: `must be a whole number from ${min} to ${max}` }).pipe(
    z.number().int({ error: `must be a whole number from ${min} to ${max}` }).min(min, { error: `must be a whole number from ${min} to ${max}` }).max(max, {
      error: `must be a whole number from ${min} to ${max}`,
    }),
  ).default(fallback);
}

function allowed(schema: z.ZodObject, name: string, message: string | undefined): string {
  const described = (schema.shape[name] as z.ZodType | undefined)?.description;
  return [message, described].filter((part) => part !== undefined && part !== "").join("; ");
}
