import { AppError } from "@segue/shared/errors";

/** The command was called wrongly (exit code 2), as opposed to having failed. */
export function usageError(message: string): AppError {
  return new AppError("usage", message);
}
