/**
 * Something that the person at the console can put right: shown as its sentence, without a stack.
 */
export class Failure extends Error {
	/** @param {string} sentence what happened and what to do next */
	constructor(sentence) {
		super(sentence);
		this.name = 'Failure';
	}
}
