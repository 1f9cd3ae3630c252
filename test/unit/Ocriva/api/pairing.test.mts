import {
	pairedByName,
	recordsOfFiles,
} from '../../../../packages/ocriva/nodes/Ocriva/api/pairing.ts';
import { readRecord } from '../../../../packages/ocriva/nodes/Ocriva/api/parse.ts';

const record = (number: number, fileName: string, fileSize = '10') =>
	readRecord({ id: `r${number}`, uploadId: `u${number}`, fileName, fileSize });
const file = (name: string, size = 10) => ({ name, size });
const paired = (names: string[], uploadIds: string[], records: Array<ReturnType<typeof record>>) =>
	recordsOfFiles(
		names.map((name) => file(name)),
		uploadIds,
		records,
	).map((found) => found?.id);

it.each<[string, string[], string[], Array<ReturnType<typeof record>>, Array<string | undefined>]>([
	[
		'the ids of the uploads, in their order',
		['a', 'b', 'a'],
		['u1', 'u2', 'u3'],
		[record(3, 'a'), record(2, 'b'), record(1, 'a')],
		['r1', 'r2', 'r3'],
	],
	['ids of records', ['a', 'b'], ['r2', 'r1'], [record(1, 'b'), record(2, 'a')], ['r2', 'r1']],
	['what is listed so far', ['a', 'b'], ['u1', 'u2'], [record(2, 'b')], [undefined, 'r2']],
	[
		'names, where the order of the ids contradicts them',
		['a', 'b'],
		['u2', 'u1'],
		[record(1, 'a'), record(2, 'b')],
		['r1', 'r2'],
	],
	[
		'names, where ids are missing',
		['b', 'a', 'b'],
		[],
		[record(1, 'a'), record(2, 'b'), record(3, 'b')],
		['r2', 'r1', 'r3'],
	],
	[
		'nothing by name before all records are there',
		['b', 'a'],
		[],
		[record(1, 'a')],
		[undefined, undefined],
	],
	[
		'what is left, where the service calls one file otherwise',
		['b', 'a'],
		[],
		[record(1, 'a'), record(2, 'c')],
		['r2', 'r1'],
	],
	[
		'nothing where it calls two files otherwise',
		['b', 'a', 'x'],
		[],
		[record(1, 'a'), record(2, 'c'), record(3, 'd')],
		[undefined, 'r1', undefined],
	],
	[
		'ids, whatever the names',
		['Müller', 'b'],
		['u1', 'u2'],
		[record(1, 'MÃ¼ller'), record(2, 'elsewhere')],
		['r1', 'r2'],
	],
	[
		'ids, and a name where one is missing',
		['a', 'b', 'a'],
		['u2', '', 'u1'],
		[record(1, 'a'), record(2, 'a'), record(3, 'B')],
		['r2', 'r3', 'r1'],
	],
	[
		'ids before all records are there, and nothing else',
		['Müller', 'b'],
		['u1', ''],
		[record(1, 'MÃ¼ller')],
		['r1', undefined],
	],
	[
		'names, where ids lead to nothing',
		['a', 'b'],
		['x1', 'x2'],
		[record(2, 'b'), record(1, 'a')],
		['r1', 'r2'],
	],
	[
		'its own records alone, where others are listed too',
		['a', 'b'],
		['u2', 'u1'],
		[record(7, 'a'), record(1, 'a'), record(2, 'b')],
		['r1', 'r2'],
	],
])('pairs by %s', (_case, names, uploadIds, records, expected) => {
	expect(paired(names, uploadIds, records)).toEqual(expected);
});

it('goes by sizes where they contradict the order of the ids', () => {
	const found = recordsOfFiles(
		[file('a', 10), file('a', 20)],
		['u1', 'u2'],
		[record(1, 'a', '20'), record(2, 'a', '10')],
	);
	expect(found.map((one) => one?.id)).toEqual(['r2', 'r1']);
});

it('takes no record of another size', () => {
	const records = [record(1, 'a', '99'), record(2, 'b', '10')];
	expect(pairedByName([file('a'), file('b')], records).size).toBe(1);
});

it('tells files of one name apart by their size', () => {
	const found = recordsOfFiles(
		[file('a', 10), file('a', 20)],
		[],
		[record(1, 'a', '20'), record(2, 'a', '10')],
	);
	expect(found.map((one) => one?.id)).toEqual(['r2', 'r1']);
});

it('goes by sizes where the names are others and there are no ids', () => {
	const found = recordsOfFiles(
		[file('a', 10), file('b', 20), file('c', 20), file('d', 30)],
		[],
		[
			record(1, '7f3a', '30'),
			record(2, '91c0', '20'),
			record(3, 'c4d2', '20'),
			record(4, 'e5', '10'),
		],
	);
	expect(found.map((one) => one?.id)).toEqual(['r4', undefined, undefined, 'r1']);
});
