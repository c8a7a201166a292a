import { existsSync } from "node:fs";
import { builtinModules } from "node:module";
import tseslint from "typescript-eslint";

const TYPESCRIPT = ["**/*.ts", "**/*.tsx"];
const PAGES = ["dashboard", "report"];
const TESTS = ["**/*.test.ts", "**/*.test.tsx", "test/**/*.ts"];
const CONFIG_FILES = ["*.config.{js,ts}", ".*.cjs", "apps/*/*.config.ts", "scripts/vitest-tally.mjs"];
const NODE_GLOBALS = ["Buffer", "URL", "clearTimeout", "console", "fetch", "module", "performance", "process", "setTimeout"];
// One program for all of it is several times faster than a language service per workspace.
const pageProjects = PAGES.map((page) => `apps/${page}/tsconfig.json`).filter((path) => existsSync(new URL(path, import.meta.url)));
const ALL_DEFAULTS = { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true };

const ENV = { object: "process", property: "env", message: "Read the environment in main.ts or config.ts and pass the values on." };
const CLOCK = { object: "Date", property: "now", message: "Pure code is given `now` (event time) as an argument." };
const RANDOM = { object: "Math", property: "random", message: "Pure code is given a seeded `random` as an argument." };
const WORLD = { regex: "^node:", message: "Nothing pure touches the world." };
const BARREL = { selector: "ExportAllDeclaration", message: "No barrels: name what is exported, where it is written." };
const NO_CLOCK = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK.message },
  { selector: "CallExpression[callee.name='Date']", message: CLOCK.message },
];

const size = {
  "max-lines": ["error", { max: 250 }],
  "max-lines-per-function": ["error", { max: 60 }],
  complexity: ["error", 8],
};

const style = {
  eqeqeq: ["error", "always"],
  "no-console": "error",
  "no-restricted-exports": ["error", { restrictDefaultExports: ALL_DEFAULTS }],
  "no-restricted-syntax": ["error", BARREL],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
};

const typed = {
  "@typescript-eslint/max-params": ["error", { max: 3 }],
  "@typescript-eslint/consistent-type-imports": "error",
  "@typescript-eslint/no-import-type-side-effects": "error",
  "@typescript-eslint/no-non-null-assertion": "error",
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
  "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
  "no-restricted-properties": ["error", ENV],
  // The packages differ in noUncheckedIndexedAccess and one program lints them all, so it would call needed assertions needless.
  "@typescript-eslint/no-unnecessary-type-assertion": "off",
  // A port's methods are async even where an embedded adapter has nothing to wait for.
  "@typescript-eslint/require-await": "off",
};

export default tseslint.config(
  { ignores: ["**/dist/", "**/node_modules/", "coverage/", "data/", ".cache/"] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" } },
  { rules: { ...size, ...style } },
  {
    files: ["**/*.{js,mjs,cjs}"],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, "readonly"])) },
    rules: { "max-params": ["error", 3], "no-undef": "error", "no-unused-vars": "error" },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: ["tsconfig.test.json", ...pageProjects], tsconfigRootDir: import.meta.dirname },
    },
    rules: typed,
  },
  {
    files: ["packages/shared/src/**/*.ts"],
    ignores: TESTS,
    rules: {
      "no-restricted-properties": ["error", CLOCK, RANDOM],
      "no-restricted-syntax": ["error", BARREL, ...NO_CLOCK],
      "no-restricted-globals": ["error", "process", "performance", "crypto", "globalThis"],
      "no-restricted-imports": ["error", { paths: builtinModules, patterns: [WORLD] }],
    },
  },
  { files: ["packages/shared/src/events/index.ts"], rules: { "no-restricted-syntax": ["error", ...NO_CLOCK] } },
  {
    files: ["services/*/src/{main,config}.ts", "apps/cli/**", "scripts/**", ...CONFIG_FILES, ...TESTS],
    rules: { "no-restricted-properties": "off" },
  },
  { files: ["apps/cli/**", "scripts/**"], rules: { "no-console": "off" } },
  { files: CONFIG_FILES, rules: { "no-restricted-exports": "off" } },
  {
    files: TESTS,
    rules: {
      // A parsed HTTP reply is `any`; expect() is what checks it.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  // A contract suite is a function full of tests, so it counts as a test file.
  { files: ["**/*.test.ts", "**/*.test.tsx", "test/contracts/**/*.ts", "test/browser/demo/*.ts", "test/support/kill-tests.ts"], rules: { "max-lines-per-function": "off" } },
  // In no program: the build's own configuration. The rules without types still hold.
  { files: ["apps/*/*.config.ts"], ...tseslint.configs.disableTypeChecked },
);
