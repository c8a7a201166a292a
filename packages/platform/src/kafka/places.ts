import type { Topic } from "@segue/shared/ports/event-log";
import type { TopicOffset, TopicPartitions } from "./kafka-api.ts";
import type { Place } from "./reader-place.ts";

/** What the group gave a reader at one time; the next assignment takes its place. */
export interface Assignment {
  readonly partitions: readonly TopicPartitions[];
  readonly places: readonly Place[];
}

/** The partitions that a reader has been given, by their names in Kafka. */
export interface Places {
  assign(partitions: readonly TopicPartitions[]): Assignment;
  isCurrent(assignment: Assignment): boolean;
  has(place: Place): boolean;
  find(topic: string, partition: number): Place | undefined;
  /** No longer to be read. */
  remove(place: Place): void;
  /** Where reading goes on, in the places where it has begun. */
  positions(): readonly TopicOffset[];
}

export function createPlaces(topicPrefix: string): Places {
  const held = new Set<Place>();
  let current: Assignment | null = null;
  return {
    assign(partitions) {
      const places = partitions.flatMap(({ topic, partitions: numbers }) =>
        numbers.map((partition): Place => ({ topic: topic.slice(topicPrefix.length) as Topic, partition, next: null })),
      );
      held.clear();
      for (const place of places) held.add(place);
      current = { partitions, places };
      return current;
    },
    isCurrent: (assignment) => assignment === current,
    has: (place) => held.has(place),
    find: (topic, partition) => [...held].find((place) => `${topicPrefix}${place.topic}` === topic && place.partition === partition),
    remove: (place) => void held.delete(place),
    positions: () =>
      [...held].flatMap(({ topic, partition, next }) => (next === null ? [] : [{ topic: `${topicPrefix}${topic}`, partition, offset: String(next) }])),
  };
}
