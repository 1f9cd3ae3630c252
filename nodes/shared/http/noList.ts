import type { Rule } from './credentialTest';

/** The first characters that JSON other than a list, a web page, a text or a file begin with. */
const NO_LIST = [
	undefined,
	'\ufffd',
	...Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)),
].filter((character) => character !== '[');
/** The second ones of a list of something else than objects. */
const NO_OBJECT = [...'[ntf"-0123456789'];

/**
 * What the editor shows when a credential's test is answered well, but with something else than a
 * list. The answer has to be asked for as text: n8n finds no key in a list that is empty.
 */
export function noList(message: string): Rule[] {
	return [NO_LIST, NO_OBJECT].flatMap((characters, index) =>
		characters.map((value) => ({
			type: 'responseSuccessBody',
			properties: { key: String(index), value, message },
		})),
	);
}
