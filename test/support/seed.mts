import fc from 'fast-check';

/**
 * Properties run with a fixed seed, so that a run says the same everywhere; `PROPERTY_SEED` and
 * `PROPERTY_RUNS` look further.
 */
fc.configureGlobal({
	seed: Number(process.env.PROPERTY_SEED ?? 20_260_305),
	numRuns: 100 * Number(process.env.PROPERTY_RUNS ?? 1),
});
