import { AppError } from "@segue/shared/errors";

/** What kafkajs's errors carry; its error classes are told apart by name. */
interface Failure extends Error {
  readonly type?: string;
  readonly code?: string;
  readonly retriable?: boolean;
  readonly errors?: readonly unknown[];
}

interface Reason {
  readonly code: string;
  readonly status: number;
  readonly matches: (failure: Failure) => boolean;
  readonly fix: string;
}

const AUTHENTICATION = ["UNSUPPORTED_SASL_MECHANISM", "ILLEGAL_SASL_STATE", "SASL_AUTHENTICATION_FAILED"];
const TLS = /^(ERR_TLS|ERR_SSL|ERR_OSSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|CERT_)|wrong version number|certificate|tlsv1 alert|sslv3 alert/;

const REASONS: readonly Reason[] = [
  {
    code: "kafka_auth_failed",
    status: 500,
    matches: ({ name, type }) => name === "KafkaJSSASLAuthenticationError" || AUTHENTICATION.includes(type ?? ""),
    fix: "Check KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.",
  },
  {
    code: "kafka_tls_failed",
    status: 500,
    matches: ({ code, message }) => TLS.test(code ?? "") || TLS.test(message),
    fix: "Check KAFKA_SSL, KAFKA_CA, KAFKA_CERT and KAFKA_KEY, and that the brokers' certificate names their hosts.",
  },
  {
    code: "kafka_forbidden",
    status: 500,
    matches: ({ type }) => type?.endsWith("_AUTHORIZATION_FAILED") ?? false,
    fix: "Give this user the rights that docs/kafka.md lists.",
  },
  {
    code: "kafka_codec_unknown",
    status: 500,
    matches: ({ name }) => name === "KafkaJSNotImplemented",
    fix: "Let the producer use gzip, snappy, lz4, zstd or no compression.",
  },
];

/** An AppError for a failure of Kafka or of its client: one line with cause and fix, and no credentials. */
export function kafkaError(doing: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const failures = withCauses(error);
  for (const { code, status, matches, fix } of REASONS) {
    const failure = failures.find(matches);
    if (failure !== undefined) return new AppError(code, `${doing} failed: ${oneLine(failure.message)}. ${fix}`, { status, cause: error });
  }
  const message = `${doing} failed: ${oneLine(failures[0]?.message ?? String(error))}. Check that the brokers are up and can be reached.`;
  return new AppError("kafka_unavailable", message, { status: 503, cause: error });
}

/** Whether waiting cannot help. */
export function isHopeless({ code }: AppError): boolean {
  return code === "kafka_auth_failed" || code === "kafka_tls_failed";
}

/** Whether some failure among the causes has this type, such as UNKNOWN_TOPIC_OR_PARTITION. */
export function hasType(error: unknown, type: string): boolean {
  return withCauses(error).some((failure) => failure.type === type);
}

/** Whether this user lacks the rights. */
export function isForbidden(error: unknown): boolean {
  return withCauses(error).some(({ type }) => type?.endsWith("_AUTHORIZATION_FAILED") === true);
}

/**
 * Whether the group's coordinator was not found. kafkajs takes this for final, whatever kept its requests from being answered: a broker
 * that went away in that moment, or a user without rights to the group.
 */
export function isCoordinatorMissing(error: unknown): boolean {
  return withCauses(error).some(({ name }) => name === "KafkaJSGroupCoordinatorNotFound");
}

/** Whether it may go better in a while. */
export function isTransient(error: unknown): boolean {
  return withCauses(error).some(({ retriable }) => retriable === true);
}

function withCauses(error: unknown): readonly Failure[] {
  if (!(error instanceof Error)) return [];
  const { cause, errors = [] } = error as Failure;
  // kafkajs names an error as its own cause.
  return [error, ...(cause === error ? [] : withCauses(cause)), ...errors.flatMap(withCauses)];
}

function oneLine(text: string): string {
  return (text.split("\n")[0] ?? "").replace(/\.+$/, "");
}
