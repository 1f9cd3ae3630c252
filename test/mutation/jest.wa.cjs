// The units and properties of nodes/shared, as Stryker runs them on its copy of the sources.
// A fifth of the runs of a property find most defects, and there are many mutants.
process.env.PROPERTY_RUNS ??= '0.2';

const { projects } = require('../../jest.config.js');

const [unit] = projects;

module.exports = {
	...unit,
	rootDir: '../..',
	testRegex: ['test/unit/shared/waiting/(pollSchedule|processingTimes|documentStatus|refusals|learning)'], testMatch: [],
	// The copy lies in .cache/, and has no links of the packages to nodes/shared.
	modulePathIgnorePatterns: [],
	moduleNameMapper: { '^(?:\\.\\./)+shared/(.*)$': '<rootDir>/nodes/shared/$1' },
	testTimeout: 300_000,
};
