import type { StatusReply } from "@segue/shared/api/status";
import { useServices } from "./services.ts";
import { statusOfAll } from "./status.ts";
import { useResource } from "./use-resource.ts";
import type { Resource } from "./use-resource.ts";
import { useTicks } from "./use-ticks.ts";

/** How every process is. A sample, like any gauge: a process that hangs would not tell. */
export function useStatus(every: number): Resource<readonly StatusReply[]> {
  const { api } = useServices();
  return useResource({ key: "status", load: () => statusOfAll(api), tick: useTicks(every), every });
}
