/**
 * Reference figures of scikit-learn 1.2.1 and scipy 1.10.1 on the bundled data (best of many starts; z by the population's sd; Euclidean
 * silhouettes). One row per k: inertia, silhouette, simplified silhouette, Calinski-Harabasz, Davies-Bouldin, Ward's inertia, Ward's
 * silhouette, adjusted Rand index between the two.
 */
export interface GoldenRow {
  readonly k: number;
  readonly inertia: number;
  readonly silhouette: number;
  readonly simplified: number;
  readonly calinskiHarabasz: number;
  readonly daviesBouldin: number;
  readonly wardInertia: number;
  readonly wardSilhouette: number;
  readonly adjustedRand: number;
}

const row = (...figures: readonly number[]): GoldenRow => {
  const [k, inertia, silhouette, simplified, calinskiHarabasz, daviesBouldin, wardInertia, wardSilhouette, adjustedRand] = figures;
  return { k, inertia, silhouette, simplified, calinskiHarabasz, daviesBouldin, wardInertia, wardSilhouette, adjustedRand };
};

/** Mall customers by z of annual income and spending score. */
export const MALL_TWO: readonly GoldenRow[] = [
  row(2, 269.016794, 0.295121, 0.422723, 96.4054, 1.291024, 277.932228, 0.384234, 0.244241),
  row(3, 157.704008, 0.466585, 0.612008, 151.3351, 0.716482, 162.622054, 0.461048, 0.906098),
  row(4, 108.921317, 0.493907, 0.620226, 174.5952, 0.709556, 111.199445, 0.492551, 0.526832),
  row(5, 65.568408, 0.554657, 0.666503, 248.6493, 0.572236, 66.516504, 0.553809, 0.941961),
  row(6, 55.057348, 0.53988, 0.65329, 243.0879, 0.654567, 57.036008, 0.538676, 0.872938),
  row(7, 44.864756, 0.528149, 0.642754, 254.6212, 0.714784, 47.755993, 0.519795, 0.894205),
  row(8, 37.180288, 0.455391, 0.592445, 267.6587, 0.759535, 39.463176, 0.430862, 0.801154),
  row(9, 32.330814, 0.459413, 0.595558, 271.5088, 0.757507, 34.500902, 0.43769, 0.792745),
  row(10, 29.076177, 0.449423, 0.589897, 269.3137, 0.754787, 30.861002, 0.433901, 0.76473),
];

/** The same unscaled: k, inertia, silhouette, adjusted Rand index of k-means and Ward. */
export const MALL_RAW: readonly (readonly [number, number, number, number])[] = [
  [2, 181363.59596, 0.296897, 0.368693],
  [3, 106348.373062, 0.467614, 0.906098],
  [4, 73679.789039, 0.493196, 0.526832],
  [5, 44448.455448, 0.553932, 0.941961],
  [6, 37233.814511, 0.539761, 0.872938],
  [7, 30241.343618, 0.52881, 0.894205],
  [8, 24986.525641, 0.458513, 0.788634],
  [9, 21818.114588, 0.457463, 0.7774],
  [10, 19634.554629, 0.450566, 0.778085],
];

/** Mall customers by z of age, annual income and spending score, with the sizes of the k-means clusters. */
export const MALL_THREE: readonly (GoldenRow & { readonly sizes: readonly number[] })[] = [
  { ...row(2, 389.386189, 0.335472, 0.464685, 107.0956, 1.260682, 399.9991, 0.317957, 0.773264), sizes: [103, 97] },
  { ...row(3, 295.212246, 0.357793, 0.502989, 101.6949, 1.05027, 316.717301, 0.321489, 0.740191), sizes: [91, 68, 41] },
  { ...row(4, 205.225147, 0.403958, 0.537986, 125.6764, 0.930796, 234.235793, 0.361451, 0.723935), sizes: [65, 57, 40, 38] },
  { ...row(5, 168.24758, 0.416643, 0.550114, 125.1009, 0.874551, 186.809571, 0.390028, 0.77309), sizes: [54, 47, 40, 39, 20] },
  { ...row(6, 133.868334, 0.427428, 0.564245, 135.1022, 0.827743, 139.57968, 0.42012, 0.880929), sizes: [45, 39, 38, 33, 24, 21] },
  { ...row(7, 117.011555, 0.417232, 0.568146, 132.7743, 0.793467, 126.264715, 0.398295, 0.743336), sizes: [39, 34, 32, 31, 24, 20, 20] },
  { ...row(8, 103.788203, 0.410089, 0.552939, 131.1361, 0.888274, 113.111112, 0.366479, 0.774427), sizes: [39, 33, 32, 22, 20, 20, 20, 14] },
];

/** Online Retail by z of log1p of recency, frequency and monetary; Ward's inertia as a multiple of the best known. */
export const RETAIL: readonly GoldenRow[] = [
  row(2, 6474.135, 0.432661, 0.562055, 4380.02, 0.890797, 1.0431, 0.4086, 0.7413),
  row(3, 4856.3225, 0.337247, 0.469472, 3640.98, 1.042992, 1.1188, 0.3129, 0.4785),
  row(4, 3924.3787, 0.335208, 0.467381, 3346.13, 1.01587, 1.1164, 0.2746, 0.5073),
  row(5, 3268.0005, 0.318209, 0.449574, 3230.47, 0.98463, 1.1491, 0.26, 0.5181),
  row(6, 2840.1419, 0.315683, 0.446288, 3103.36, 1.022902, 1.1181, 0.2581, 0.5643),
  row(7, 2533.006, 0.310185, 0.442807, 2986.76, 0.977488, 1.1402, 0.2517, 0.6317),
  row(8, 2325.5145, 0.302788, 0.435723, 2843.03, 0.98997, 1.1551, 0.2173, 0.5837),
  row(9, 2144.7481, 0.281974, 0.417717, 2742.34, 1.015843, 1.1602, 0.2174, 0.4709),
  row(10, 1988.6821, 0.277274, 0.413172, 2665.92, 1.022639, 1.1726, 0.2209, 0.4495),
];
