import { seededRandom } from "@segue/shared/math/random";
import type { Points } from "@segue/shared/math/vector";
import { rowCount } from "@segue/shared/math/vector";
import { adjustedRand } from "@segue/shared/segmentation/quality/adjusted-rand";
import { calinskiHarabasz } from "@segue/shared/segmentation/quality/calinski-harabasz";
import { daviesBouldin } from "@segue/shared/segmentation/quality/davies-bouldin";
import { kmeans } from "@segue/shared/segmentation/clustering/kmeans";
import type { Partition } from "@segue/shared/segmentation/clustering/partition";
import { groupMeans, groupSizes } from "@segue/shared/segmentation/clustering/partition";
import { silhouettes, simplifiedSilhouette } from "@segue/shared/segmentation/quality/silhouette";
import type { Dendrogram } from "@segue/shared/segmentation/clustering/ward";
import { cut, ward } from "@segue/shared/segmentation/clustering/ward";

const trees = new WeakMap<Points, Dendrogram>();

function treeOf(points: Points): Dendrogram {
  const tree = trees.get(points) ?? ward(points);
  trees.set(points, tree);
  return tree;
}

function inertiaOf(points: Points, labels: Int32Array, k: number): number {
  const means = groupMeans(points, { labels, k });
  return points.values.reduce((sum, value, at) => sum + (value - means.values[labels[Math.floor(at / points.dims)] * points.dims + (at % points.dims)]) ** 2, 0);
}

/** K-means of 50 starts and Ward's cut into as many, with every index that there are reference figures of. */
export function scoresOf(points: Points, k: number, restarts = 50) {
  const labels = cut(treeOf(points), k);
  const partition = kmeans(points, { k, restarts, random: seededRandom(1), start: groupMeans(points, { labels, k }) });
  const [silhouette, wardSilhouette] = silhouettes(points, [{ labels: partition.labels, k }, { labels, k }], seededRandom(1));
  const total = inertiaOf(points, new Int32Array(rowCount(points)), 1);
  return {
    partition,
    inertia: partition.inertia,
    silhouette,
    simplified: simplifiedSilhouette(points, partition.centroids),
    calinskiHarabasz: calinskiHarabasz({ total, within: partition.inertia }, rowCount(points), k),
    daviesBouldin: daviesBouldin(points, partition),
    wardInertia: inertiaOf(points, labels, k),
    wardSilhouette,
    adjustedRand: adjustedRand(partition.labels, labels),
  };
}

/** Largest first. */
export function sizesOf({ labels, centroids }: Pick<Partition, "labels" | "centroids">): number[] {
  return groupSizes(labels, rowCount(centroids)).sort((a, b) => b - a);
}
