import type { RegexEngine } from 'n8n-workflow';

const globalFlag = (flags = ''): string => (flags.includes('g') ? flags : `${flags}g`);

/**
 * n8n ends a regular expression of a parameter after 250 ms of real time, also one that a busy
 * machine has kept from beginning. This one takes what it takes.
 */
export const patientRegexEngine: RegexEngine = {
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, replacement) =>
		input.replace(new RegExp(pattern, flags), replacement),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, globalFlag(flags)))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
};
