import { accessSync, constants, mkdirSync, statfsSync } from "node:fs";
import { AppError } from "@segue/shared/errors";

/** Below this, even LMDB's own bookkeeping may not fit, and it is mapped into memory: a full disk then kills the process. */
const MIN_FREE_BYTES = 8 * 1024 * 1024;

interface Reason {
  readonly pattern: RegExp;
  readonly code: string;
  readonly cause: string;
  readonly fix: string;
}

const REASONS: readonly Reason[] = [
  {
    pattern: /ENOSPC|EDQUOT|EFBIG|no space left|quota exceeded|file too large|MDB_MAP_FULL|input\/output error/i,
    code: "disk_full",
    cause: "the disk is full",
    fix: "Free some space, or move the folder to a larger disk.",
  },
  {
    pattern: /EACCES|EPERM|permission denied|operation not permitted/i,
    code: "data_folder_not_writable",
    cause: "it may not be written",
    fix: "Give this user the right to write there, or choose another folder.",
  },
  {
    pattern: /EROFS|read-only file system/i,
    code: "data_folder_not_writable",
    cause: "it is on a read-only disk",
    fix: "Choose another folder.",
  },
  {
    pattern: /ENOTDIR|EEXIST|not a directory/i,
    code: "data_folder_not_a_directory",
    cause: "it is, or lies under, a file",
    fix: "Choose another folder.",
  },
  {
    pattern: /MDB_INVALID|MDB_CORRUPTED|MDB_VERSION_MISMATCH|not an LMDB file/i,
    code: "data_folder_damaged",
    cause: "its data.mdb is not readable",
    fix: "Restore the folder from a backup, or choose an empty one.",
  },
];

/** The failure of an operation on a data folder, named by its cause and with what to do about it. */
export function folderError(path: string, action: "open" | "write to", error: unknown): AppError {
  if (error instanceof AppError) return error;
  const text = error instanceof Error ? `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}` : String(error);
  const reason = REASONS.find(({ pattern }) => pattern.test(text));
  const detail = text.trim().split("\n")[0] ?? "";
  const message =
    reason === undefined
      ? `Cannot ${action} the data folder ${path}: ${detail}. Check the folder and the disk, then start again.`
      : `Cannot ${action} the data folder ${path}: ${reason.cause} (${detail}). ${reason.fix}`;
  return new AppError(reason?.code ?? "data_folder_failed", message, { cause: error });
}

/** Makes the folder and checks that it can be written. */
export function prepareFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize < MIN_FREE_BYTES) throw new Error(`ENOSPC: ${bavail * bsize} bytes left on its disk`);
}
