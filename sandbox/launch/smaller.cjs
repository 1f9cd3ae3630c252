// What the build and `npm run dev` make of compiled code and of data files, so that users download
// less. Code keeps its lines and names: whoever reviews a package has to read it.

/**
 * TypeScript indents with blanks, which would be a tenth of the download, and begins each file with
 * a mark for default imports, of which there are none, and by setting every export to nothing, which
 * changes nothing. It calls what a module exports without "this", at which no export looks. What an
 * "if" or an "else" does stands on its line again, as in the source. Names of fields that stand alone
 * say nothing in JavaScript, but for those that hide what a class inherits.
 * @param {string} code
 */
const smallerCode = (code) =>
	code
		.replace('Object.defineProperty(exports, "__esModule", { value: true });\n', '')
		.replace(/^(?:exports\.\w+ = )+void 0;\n/m, '')
		.replace(/(?:^exports\.(\w+) = \1;\n){2,}/gm, exportedTogether)
		.replace(/\(0, (\w+_\d\.\w+)\)(?=[(`])/g, '$1')
		.replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4))
		.replace(/^(class \w+ \{\n)(?:\t\w+;\n)+/gm, '$1')
		.replace(/\)\n\t+(?=(?:return|throw|continue|break)\b)/g, ') ')
		.replace(/^(\t*(?:else )?(?:if|for|while) \(.*\)|\t*else)\n\t+/gm, '$1 ');

/**
 * The functions that a module exports, in one line.
 * @param {string} lines
 */
function exportedTogether(lines) {
	const names = Array.from(lines.matchAll(/ = (\w+);/g), ([, name]) => name);
	return `Object.assign(exports, { ${names.join(', ')} });\n`;
}

/**
 * JSON on one line.
 * @param {string} json
 */
const onOneLine = (json) => JSON.stringify(JSON.parse(json));

module.exports = { smallerCode, onOneLine };
