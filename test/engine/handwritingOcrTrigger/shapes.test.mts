import { type TriggerFixture, openTrigger, SECRET, useWorld } from './setup.mts';

const world = useWorld();

let fixture: TriggerFixture;

beforeAll(async () => {
	fixture = await openTrigger(world, { webhookSecret: SECRET });
});

const results = [{ page_number: 1, transcript: 'delivered text' }];

const whole = {
	file_name: 'letter.png',
	action: 'transcribe',
	page_count: 1,
	status: 'processed',
	results,
};

type Shape = [
	name: string,
	body: (id: string) => object,
	text: 'delivered text' | 'text of seeded.pdf, page 1',
];

const shapes: Shape[] = [
	['the document as the API gives it', (id) => ({ id, ...whole }), 'delivered text'],
	['without a page count', (id) => ({ id, ...whole, page_count: undefined }), 'delivered text'],
	['another word for its end', (id) => ({ id, ...whole, status: 'Complete' }), 'delivered text'],
	['without a status', (id) => ({ id, results }), 'delivered text'],
	['a status that is null', (id) => ({ id, status: null, results }), 'delivered text'],
	[
		'v2 names',
		(id) => ({ document_id: id, original_file_name: 'letter.png', status: 'processed', results }),
		'delivered text',
	],
	[
		'in "data"',
		(id) => ({ event: 'document.processed', data: { id, ...whole } }),
		'delivered text',
	],
	[
		'in "document", with an event id',
		(id) => ({ id: 'evt_17', type: 'processed', document: { id, ...whole } }),
		'delivered text',
	],
	[
		'an own id before another one inside',
		(id) => ({ id, ...whole, data: { id: 'x' } }),
		'delivered text',
	],
	['only an id', (id) => ({ id }), 'text of seeded.pdf, page 1'],
	[
		'only a document_id',
		(id) => ({ document_id: id, status: 'processed' }),
		'text of seeded.pdf, page 1',
	],
	[
		'an envelope with only an id',
		(id) => ({ event: 'document.processed', data: { document_id: id } }),
		'text of seeded.pdf, page 1',
	],
	[
		'the result beside the id',
		(id) => ({ document_id: id, status: 'processed', result: { results } }),
		'text of seeded.pdf, page 1',
	],
	['no results', (id) => ({ id, ...whole, results: undefined }), 'text of seeded.pdf, page 1'],
	[
		'results that are null',
		(id) => ({ id, ...whole, results: null }),
		'text of seeded.pdf, page 1',
	],
	['no result for any page', (id) => ({ id, ...whole, results: [] }), 'text of seeded.pdf, page 1'],
	[
		'fewer results than pages',
		(id) => ({ id, ...whole, page_count: 12 }),
		'text of seeded.pdf, page 1',
	],
	[
		'results of another kind',
		(id) => ({ id, ...whole, results: 'https://example.com/results.json' }),
		'text of seeded.pdf, page 1',
	],
	[
		'an unknown status',
		(id) => ({ id, ...whole, status: 'in review' }),
		'text of seeded.pdf, page 1',
	],
	['a status of another kind', (id) => ({ id, status: { code: 3 } }), 'text of seeded.pdf, page 1'],
];

it.each(shapes)('understands or completes: %s', async (_name, body, text) => {
	const { id } = await fixture.seed();
	await world.sandbox.control.clearRequests(fixture.account.token);
	expect(await fixture.emitted(body(id))).toMatchObject([
		{ json: { id, status: 'processed', text } },
	]);
	expect(await fixture.calls()).toEqual(text === 'delivered text' ? [] : ['get']);
});

it.each([
	['error', { error: 'too dark' }, 'too dark'],
	['failure_reason', { failure_reason: 'too dark' }, 'too dark'],
	['message', { message: 'too dark' }, 'too dark'],
	['no reason', {}, undefined],
])('a failure with %s', async (_name, more, failureReason) => {
	const { id } = await fixture.seed({ status: 'failed' });
	expect(await fixture.emitted({ id, status: 'failed', ...more })).toMatchObject([
		{
			json: {
				id,
				status: 'failed',
				...(failureReason !== undefined && { failureReason }),
			},
		},
	]);
});

it.each(['queued', 'processing', 'new', 'pending'])(
	'says nothing for a document that is still "%s"',
	async (status) => {
		const { status: answer, started } = await fixture.deliver({ id: 'abc123', status });
		expect([answer, started]).toEqual([200, false]);
	},
);

it('takes an id that is a number', async () => {
	expect(await fixture.emitted({ ...whole, id: 17 })).toMatchObject([
		{ json: { id: '17', text: 'delivered text' } },
	]);
});

it.each(['cancelled', 'Rejected', 'error', 'expired'])(
	'takes the status "%s" for a failure',
	async (status) => {
		expect(await fixture.emitted({ id: `end${status}`, status })).toMatchObject([
			{ json: { status: 'failed' } },
		]);
	},
);

it('completes a document of 400 pages from the API', async () => {
	const { id } = await fixture.seed({ pageCount: 400 });
	const [item] = await fixture.emitted({ id, status: 'processed', page_count: 400, results });
	expect(String(item?.json.text).split('\n\n')).toHaveLength(400);
});

it('takes a delivery of 10 MB', async () => {
	const transcript = 'word '.repeat(2 * 2 ** 20);
	const [item] = await fixture.emitted({
		id: 'large00001',
		...whole,
		results: [{ page_number: 1, transcript }],
	});
	expect(String(item?.json.text)).toHaveLength(transcript.length);
});

it('a document that is gone ends the run with the reason', async () => {
	const { error } = await fixture.run({ id: 'gone000001', status: 'processed' });
	expect(error).toMatchObject({
		message: expect.stringContaining('There is no such document'),
		description: expect.stringMatching(/deleted/),
	});
});
