import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { markdownOf } from '../../../../nodes/shared/core/markdown.ts';
import { type DocumentResult, plainPage } from '../../../../nodes/shared/core/documentResult.ts';
import '../../../support/seed.mts';

const empty: DocumentResult = {
	id: 'abc',
	fileName: 'scan.pdf',
	text: '',
	pageCount: 1,
	fields: {},
	records: [],
	tables: [],
	action: null,
	status: 'processed',
	service: 'Service',
	pages: [],
	more: {},
};

/** The words of a text, without what Markdown may fold: blanks and the breaks within a cell. */
const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

/** What a parser reads out of Markdown: the texts of its leaves, in order. */
function textOf(tokens: readonly Token[]): string {
	return tokens
		.map((token) => {
			if (token.type === 'br' || token.type === 'space') return '\n';
			if (token.type === 'html') return token.raw === '<br>' ? '\n' : token.raw;
			const inner: readonly Token[] | undefined =
				token.type === 'list' ? (token as Tokens.List).items : (token as Tokens.Generic).tokens;
			if (inner) return textOf(inner);
			return unescaped('text' in token ? String(token.text) : '');
		})
		.join('');
}

const entities: Record<string, string> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
};
const unescaped = (text: string) =>
	text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);

const nasty = fc.string({
	unit: fc.constantFrom(
		...'ab1 .-+#*_`|\\<>[]()!&;:=~$\n\t'.split(''),
		'é',
		'字',
		'&amp;',
		'https://a.b',
		'1. ',
		'- ',
		'# ',
		'---',
	),
	maxLength: 12,
});
const isTable = (token: Token): token is Tokens.Table => token.type === 'table';

it('every cell of a table comes back from a Markdown parser', () => {
	const rows = fc.integer({ min: 1, max: 4 }).chain((width) =>
		fc.array(fc.array(nasty, { minLength: width, maxLength: width }), {
			minLength: 1,
			maxLength: 4,
		}),
	);
	fc.assert(
		fc.property(rows, fc.boolean(), (cells, hasHeader) => {
			const [first = [], ...others] = cells;
			const table = {
				pageNumber: 1,
				tableNumber: 1,
				header: hasHeader ? first : null,
				rows: hasHeader ? others : cells,
			};
			const [parsed] = marked.lexer(markdownOf({ ...empty, tables: [table] })).filter(isTable);
			const read = [...(hasHeader ? [parsed?.header] : []), ...(parsed?.rows ?? [])];
			expect(read.map((row) => row?.map(({ tokens }) => words(textOf(tokens))))).toEqual(
				cells.map((row) => row.map(words)),
			);
		}),
	);
});

it('every field comes back from a Markdown parser, also what is nested', () => {
	const name = nasty.filter((text) => words(text) !== '' && !/^\d+$/.test(text));
	const fields = fc.dictionary(name, fc.oneof(nasty, fc.dictionary(name, nasty, { maxKeys: 3 })), {
		maxKeys: 4,
		noNullPrototype: true,
	});
	fc.assert(
		fc.property(fields, (given) => {
			const markdown = markdownOf({ ...empty, fields: given as DocumentResult['fields'] });
			const read = words(textOf(marked.lexer(markdown)).replaceAll('\n', ' '));
			for (const [key, value] of Object.entries(given)) {
				expect(read).toContain(words(key));
				for (const part of typeof value === 'string' ? [value] : Object.entries(value).flat())
					expect(read).toContain(words(part));
			}
		}),
	);
});

it('a field that repeats the text of a page is not told twice', () => {
	const page = plainPage({ pageNumber: 1, text: 'Dear Rosa' });
	const fields = { text: 'Dear Rosa', town: 'Ulm' };
	expect(markdownOf({ ...empty, pages: [page], fields })).toBe('Dear Rosa\n\n- **town**: Ulm');
	const made = { ...page, textIs: 'made' as const };
	expect(markdownOf({ ...empty, pages: [made], fields })).toContain('- **text**: Dear Rosa');
});

it('every line of a plain page comes back, and a transcript goes through unchanged', () => {
	fc.assert(
		fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), (lines) => {
			const text = lines.join('\n');
			const page = plainPage({ pageNumber: 1, text });
			const read = words(textOf(marked.lexer(markdownOf({ ...empty, pages: [page] }))));
			for (const line of text.split('\n')) expect(read).toContain(words(line));
			const transcript = { ...page, textIs: 'markdown' as const };
			expect(markdownOf({ ...empty, pages: [transcript] })).toBe(text);
		}),
	);
});
