import { gzipSync } from "node:zlib";

const people = (rows: readonly string[], header = "CustomerID,Annual Income (k$),Spending Score (1-100)"): string => [header, ...rows].join("\n");
const some = (count: number, row: (at: number) => string): string[] => Array.from({ length: count }, (_, at) => row(at));
const good = some(24, (at) => `c${at},${at % 2 === 0 ? 20 + at : 80 + at},${at % 3 === 0 ? 15 + at : 85 - at}`);
const orders = (dates: readonly string[]): string => ["customerId,orderId,productId,quantity,unitPrice,date", ...dates.map((date, at) => `c${at % 9},o${at},p${at % 4},1,${2 + (at % 5)},${date}`)].join("\n");
const days = some(40, (at) => `2024-03-${String(1 + (at % 28)).padStart(2, "0")}`);

/** The content of each file of the table, with the flags it is analysed with. */
export const BAD_FILES: Readonly<Record<string, { readonly bytes: string | Uint8Array; readonly name?: string; readonly flags?: readonly string[] }>> = {
  "an empty file": { bytes: "" },
  "blank lines only": { bytes: "\n\n \n" },
  "a header and no row": { bytes: people([]) },
  "one customer": { bytes: people(good.slice(0, 1)) },
  "fewer customers than `--k`": { bytes: people(good.slice(0, 3)), flags: ["--k", "5"] },
  "fewer different customers than `--k`": { bytes: people(some(30, (at) => `c${at},${at % 3},5`)), flags: ["--k", "5"] },
  "all customers alike": { bytes: people(some(30, (at) => `c${at},50,50`)) },
  "a constant column": { bytes: people(some(30, (at) => `c${at},${at % 2 === 0 ? at : 100 - at},50`)) },
  "words where numbers belong": { bytes: people(some(30, (at) => `c${at},much,little`)) },
  "missing values only": { bytes: people(some(30, (at) => `c${at},?,NA`)) },
  "a number of 1e308": { bytes: people([...good, "rich,1e308,50"]) },
  "a quote that is never closed": { bytes: people([...good, 'c99,"50,50']) },
  "rows with too many fields": { bytes: people([...good, "c99,1,2,3,4"]) },
  "a column named twice": { bytes: people(["c1,2,3,4"], "CustomerID,Age,Income,Age") },
  "no header": { bytes: good.map((row) => row.replace("c", "")).join("\n") },
  "`--columns` that do not fit": { bytes: people(good), flags: ["--columns", "customerId,income"] },
  "no column of numbers": { bytes: people(some(9, (at) => `c${at},Rome,blue`), "CustomerID,City,Colour") },
  "purchases without a customer": { bytes: "orderId,productId,date\no1,p1,2024-01-01" },
  "a table of products": { bytes: "productId,title,price\np1,Bread,2" },
  "dates in two formats": { bytes: orders([...days, "12/31/2024", "31.12.2024"]) },
  "dates that can be read in two ways": { bytes: orders(some(40, (at) => `0${1 + (at % 9)}/0${1 + ((at * 2) % 9)}/2024`)) },
  "no dates at all": { bytes: orders(some(40, () => "soon")) },
  "a gzip file that is cut short": { bytes: gzipSync(people(good)).subarray(0, 60), name: "cut.csv.gz" },
  "no gzip file by the name of one": { bytes: people(good), name: "plain.csv.gz" },
  "a JSON array": { bytes: '[{"customerId":"a"}]' },
  "formulas and markup in names": { bytes: people(some(30, (at) => `"=cmd(${at})<b>",${at % 2 === 0 ? at : 100 - at},${at}`)) },
};
