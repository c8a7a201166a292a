import { describe, expect, it } from "vitest";
import { planTopics } from "./topic-plan.ts";
import type { PlannedTopic } from "./topic-plan.ts";
import { checkTopicSettings } from "./topic-settings.ts";

const DAY = 86_400_000;
const plan = planTopics({ topicPrefix: "shop.", partitions: 3, replicationFactor: 1, retention: { eventsDays: 0, updatesDays: 30 } });
const planned = (name: string): PlannedTopic => plan.find((topic) => topic.name === name) ?? expect.fail(name);
const check = (name: string, found: Record<string, string>) => () => checkTopicSettings(planned(name), new Map(Object.entries({ ...planned(name).config, ...found })));

describe("the settings of a topic that is there", () => {
  it.each([
    ["events", { "retention.ms": "604800000" }, /shop\.events has retention\.ms=604800000, -1 is wanted.*SEGUE_EVENTS_RETENTION_DAYS/],
    ["events", { "retention.bytes": "1000000" }, /--entity-name shop\.events --add-config retention\.bytes=-1/],
    ["events", { "cleanup.policy": "compact" }, /cleanup\.policy=compact, delete is wanted/],
    ["events", { "max.message.bytes": "1048588" }, /max\.message\.bytes=1048588/],
    ["events", { "message.timestamp.type": "CreateTime" }, /message\.timestamp\.type=CreateTime/],
    ["segment-models", { "cleanup.policy": "compact" }, /shop\.segment-models has cleanup\.policy/],
    ["products", { "cleanup.policy": "compact,delete" }, /shop\.products has cleanup\.policy/],
    ["customer-updates", { "retention.ms": String(7 * DAY) }, /SEGUE_UPDATES_RETENTION_DAYS/],
  ])("of %s ends the start where records would be lost: %o", (name, found, message) => {
    expect(check(name, found)).toThrow(message);
  });

  it.each([
    ["customer-updates", { "retention.ms": String(60 * DAY) }],
    ["customer-updates", { "retention.ms": "-1", "max.message.bytes": "1048588", "message.timestamp.type": "CreateTime" }],
    ["events", { "max.message.bytes": "10485760", "min.insync.replicas": "1" }],
  ])("of %s may be other ones where nothing is lost: %o", (name, found) => {
    expect(check(name, found)).not.toThrow();
  });
});
