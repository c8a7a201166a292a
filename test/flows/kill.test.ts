import { describe } from "vitest";
import { killTests } from "../support/kill-tests.ts";

describe("a system killed 4 times while events flow", () => killTests(4));
