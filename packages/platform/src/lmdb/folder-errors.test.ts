import { tmpdir } from "node:os";
import { AppError } from "@segue/shared/errors";
import { describe, expect, it } from "vitest";
import { folderError } from "./folder-errors.ts";

const PATH = tmpdir();
const systemError = (code: string, message: string) => Object.assign(new Error(`${code}: ${message}`), { code });

describe("a failure of the data folder", () => {
  it.each([
    ["disk_full", systemError("ENOSPC", "no space left on device, write")],
    ["disk_full", new Error("No space left on device")],
    ["disk_full", new Error("MDB_MAP_FULL: Environment mapsize limit reached")],
    ["disk_full", systemError("EDQUOT", "disk quota exceeded")],
    ["data_folder_not_writable", systemError("EACCES", "permission denied, access")],
    ["data_folder_not_writable", systemError("EROFS", "read-only file system, open")],
    ["data_folder_not_a_directory", systemError("ENOTDIR", "not a directory, mkdir")],
    ["data_folder_damaged", new Error("MDB_CORRUPTED: Located page was wrong type")],
    ["data_folder_failed", new Error("something new\nwith a second line")],
    ["data_folder_failed", "not even an error"],
  ])("is %s for %s", (code, error) => {
    const failure = folderError(PATH, "open", error);
    expect(failure.code).toBe(code);
    expect(failure.cause).toBe(error);
    expect(failure.message).toMatch(new RegExp(`^Cannot open the data folder ${PATH}: [^\\n]+\\. [A-Z][^\\n]+\\.$`));
  });

  it("is a failed disk for an I/O error while there is space", () => {
    expect(folderError(PATH, "write to", new Error("Input/output error")).code).toBe("disk_failed");
  });

  it("that has a code already keeps it", () => {
    const error = new AppError("data_folder_locked", "locked");
    expect(folderError(PATH, "open", error)).toBe(error);
  });
});
