const TESTS = "\\.test\\.tsx?$|^test/";
const PACKAGE = "^(packages|services|apps)/";

/** Only the files `where` may import the client library `name`. */
const onlyIn = (name, where) => ({
  name: `${name}-in-one-place`,
  comment: `Everything else knows the port, so that ${name} can be replaced.`,
  severity: "error",
  from: { path: PACKAGE, pathNot: [TESTS, where] },
  to: { path: `node_modules/${name}/` },
});

/** A layer and what lies outside of it. */
const inward = (layer, outside) => ({
  name: `${layer.replace("/", "-")}-points-inward`,
  comment: "apps -> services -> platform -> shared; local-brokers know nothing of the product",
  severity: "error",
  from: { path: `^${layer}/`, pathNot: TESTS },
  to: { path: outside },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolvable", severity: "error", from: { path: PACKAGE }, to: { couldNotResolve: true } },
    inward("packages/shared", "^(packages/(platform|local-brokers)|services|apps)/"),
    inward("packages/platform", "^(packages/local-brokers|services|apps)/"),
    inward("packages/local-brokers", "^(packages/(shared|platform)|services|apps)/"),
    inward("services", "^(packages/local-brokers|apps)/"),
    {
      name: "shared-is-pure",
      comment: "No Node built-in in shared, and no library but those that compute, parse or encode.",
      severity: "error",
      from: { path: "^packages/shared/", pathNot: TESTS },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"],
        pathNot: "node_modules/(zod|ml-[^/]+|linear-sum-assignment|msgpackr)/",
      },
    },
    {
      name: "segmentation-knows-no-recommendation",
      severity: "error",
      from: { path: "^packages/shared/src/segmentation/", pathNot: TESTS },
      to: { path: "^packages/shared/src/recommendation/" },
    },
    {
      name: "recommendation-knows-no-segmentation",
      severity: "error",
      from: { path: "^packages/shared/src/recommendation/", pathNot: TESTS },
      to: { path: "^packages/shared/src/segmentation/" },
    },
    {
      name: "services-meet-in-topics",
      severity: "error",
      from: { path: "^services/([^/]+)/", pathNot: TESTS },
      to: { path: "^services/", pathNot: "^services/$1/" },
    },
    {
      name: "only-cli-imports-services",
      severity: "error",
      from: { path: "^apps/", pathNot: [TESTS, "^apps/cli/"] },
      to: { path: "^services/" },
    },
    {
      name: "dashboard-talks-http",
      comment: "Of our own code the dashboard takes the contract only, shared/events and shared/api, and the colours; besides, types.",
      severity: "error",
      from: { path: "^apps/dashboard/", pathNot: TESTS },
      to: {
        path: PACKAGE,
        pathNot: ["^apps/dashboard/", "^packages/ui-tones/", "^packages/shared/src/(events|api)(/|\\.ts$)"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "report-shows-only",
      comment: "The report computes nothing: of our own code it takes types, and the colours.",
      severity: "error",
      from: { path: "^apps/report/", pathNot: TESTS },
      to: { path: PACKAGE, pathNot: ["^apps/report/", "^packages/ui-tones/"], dependencyTypesNot: ["type-only"] },
    },
    onlyIn("kafkajs", "^(packages/platform/src/kafka/kafka-client|apps/cli/src/bench/plain-consumer)\\.ts$"),
    onlyIn("ioredis", "^packages/platform/src/redis/redis-client\\.ts$"),
    onlyIn("testcontainers", "^packages/local-brokers/src/containers\\.ts$"),
    onlyIn("lmdb", "^packages/platform/.*/lmdb[^/]*(/|\\.ts$)"),
    {
      name: "fastify-in-http",
      comment: "The server is made in one place; routes need its types only.",
      severity: "error",
      from: { path: PACKAGE, pathNot: [TESTS, "^packages/platform/src/http(/|[^/]*\\.ts$)"] },
      to: { path: "node_modules/fastify/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "packages-by-name",
      comment: "Between workspaces import @segue/..., never a path that climbs out of one.",
      severity: "error",
      from: { path: "^(packages|services|apps)/([^/]+)/", pathNot: TESTS },
      to: { path: PACKAGE, pathNot: "^$1/$2/", dependencyTypes: ["local"] },
    },
    {
      name: "no-unused-files",
      comment: "Exports of packages are open to all, so a file nobody imports shows only here.",
      severity: "error",
      from: { path: [TESTS, "^services/[^/]+/src/main\\.ts$", "^apps/cli/src/cli\\.ts$", "^apps/(dashboard|report)/", "-worker\\.ts$"] },
      to: {
        path: "^(packages/[^/]+|services/[^/]+|apps/cli)/src/",
        pathNot: [TESTS, "/src/main\\.ts$", "/src/cli\\.ts$", "-worker\\.ts$"],
        reachable: false,
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@segue/source", "import", "require", "node", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
    },
  },
};
