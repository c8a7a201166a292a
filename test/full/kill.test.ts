import { describe } from "vitest";
import { killTests } from "../support/kill-tests.ts";

describe("a system killed 10 times while events flow", () => killTests(10));
