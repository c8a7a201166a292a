import { AppError } from "@segue/shared/errors";
import { freeBytes, MIN_FREE_BYTES } from "./prepare-folder.ts";

interface Reason {
  readonly pattern: RegExp;
  readonly code: string;
  readonly cause: string;
  readonly fix: string;
}

const REASONS: readonly Reason[] = [
  {
    pattern: /ENOSPC|EDQUOT|EFBIG|no space left|quota exceeded|file too large|MDB_MAP_FULL/i,
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
    pattern: /EIO|input\/output error/i,
    code: "disk_failed",
    cause: "the disk failed, or refused to let a file grow",
    fix: "Check the disk and the limits of this user.",
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
  const text = describe(path, error);
  const reason = REASONS.find(({ pattern }) => pattern.test(text));
  const message =
    reason === undefined
      ? `Cannot ${action} the data folder ${path}: ${text}. Check the folder and the disk, then start again.`
      : `Cannot ${action} the data folder ${path}: ${reason.cause} (${text}). ${reason.fix}`;
  return new AppError(reason?.code ?? "data_folder_failed", message, { cause: error });
}

/** One line, code first. LMDB reports a write that was cut short by a full disk as an I/O error. */
function describe(path: string, error: unknown): string {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) };
  const line = message.split("\n")[0] ?? "";
  const text = typeof code === "string" && !line.startsWith(code) ? `${code}: ${line}` : line;
  return /input\/output error/i.test(text) && freeBytes(path) < MIN_FREE_BYTES ? `ENOSPC: ${text}` : text;
}
