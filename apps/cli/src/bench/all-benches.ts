import type { Bench } from "./bench.ts";
import { freshnessBench } from "./freshness.ts";
import { gatewayBench } from "./gateway.ts";
import { ingestBench } from "./ingest.ts";
import { memoryBench } from "./memory.ts";
import { pipelineBench } from "./pipeline.ts";
import { qualityBench } from "./quality.ts";
import { rebuildBench } from "./rebuild.ts";
import { refitBench } from "./refit.ts";
import { restartBench } from "./restart.ts";
import { segmentsBench } from "./segments.ts";
import { serveBench } from "./serve.ts";

export const benches: readonly Bench[] = [serveBench, ingestBench, gatewayBench, freshnessBench, pipelineBench, restartBench, refitBench, rebuildBench, segmentsBench, qualityBench, memoryBench];
