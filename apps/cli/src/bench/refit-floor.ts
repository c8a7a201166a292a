import { spawnSync } from "node:child_process";

/** The steps of a refit in scipy and scikit-learn, one thread; prints CPU milliseconds, one line per repetition. */
const PROGRAM = `
import sys, time
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

raw = np.log1p(np.loadtxt(sys.argv[1], delimiter=","))
random = np.random.default_rng(1)
draws = [random.choice(len(raw), int(np.ceil(0.8 * len(raw))), replace=False) for _ in range(10)]

def steps():
    points = np.clip((raw - raw.mean(axis=0)) / raw.std(axis=0), -3, 3)
    tree = linkage(points, method="ward")
    for k in range(4, 9):
        labels = fcluster(tree, k, criterion="maxclust")
        start = np.array([points[labels == group].mean(axis=0) for group in range(1, k + 1)])
        fit = KMeans(k, init=start, n_init=1, max_iter=300).fit(points)
        silhouette_score(points, fit.labels_)
        for some in draws:
            resampled = KMeans(k, n_init=5, max_iter=300, random_state=0).fit(points[some])
            adjusted_rand_score(fit.labels_, resampled.predict(points))

steps()
for _ in range(int(sys.argv[2])):
    before = time.process_time()
    steps()
    print((time.process_time() - before) * 1000)
`;

const ONE_THREAD = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** CPU milliseconds of the same steps in Python; `null` where python3 or its libraries are not there. */
export function refitFloor(points: string, repetitions: number): readonly number[] | null {
  const { status, stdout } = spawnSync("python3", ["-c", PROGRAM, points, String(repetitions)], { encoding: "utf8", env: { ...process.env, ...ONE_THREAD } });
  if (status !== 0) return null;
  return stdout.trim().split("\n").map(Number);
}
