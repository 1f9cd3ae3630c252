import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';
import { play, playOut, useSimulatedClock } from '../simulation/clock.mts';
import { type Flow, runFlows } from '../simulation/flows.mts';
import { SimulatedService, type UploadPlan } from '../simulation/service.mts';

// Defects that the properties found, and cases that random runs meet too seldom.

useSimulatedClock();

type Plan = Omit<UploadPlan, 'processing' | 'ends'>;

const flow = (...plans: Plan[]): Flow => ({
	startsAfter: 0,
	concurrency: 5,
	items: plans.map((plan) => ({
		fileName: 'scan.pdf',
		readyAfter: 0,
		plan: { ...plan, processing: 1_000, ends: 'processed' },
	})),
});
const lost: Plan = { createdAfter: 200, answeredAfter: 300, answer: 'reset' };
const never: Plan = { createdAfter: null, answeredAfter: 300, answer: 'reset' };
const answered: Plan = { createdAfter: 200, answeredAfter: 300, answer: 'created' };

async function run(service: SimulatedService, ...flows: Flow[]) {
	const ends = await play(runFlows(service, flows));
	await playOut();
	return ends;
}

it('does not take the document of another process for its own before its own had time to appear', async () => {
	const service = new SimulatedService();
	service.addForeign('scan.pdf', Date.now() + 100);
	const [end] = await run(
		service,
		flow({ createdAfter: 1_200, answeredAfter: 300, answer: 'reset' }),
	);
	expect(end?.error).toMatchObject({
		message:
			'The answer to the upload of "scan.pdf" got lost, and more than one document fits: doc2, doc1',
		details: { candidates: ['doc2', 'doc1'] },
	});
});

it('does not take what another run of the same process has uploaded', async () => {
	const [end, other] = await run(new SimulatedService(), flow(never), flow(answered));
	expect(other?.document?.id).toBe('doc1');
	expect(end?.error).toMatchObject({ message: expect.stringContaining('was not confirmed') });
});

it('says that a document fits two lost uploads, of two runs or of one', async () => {
	const message =
		'The answer to the upload of "scan.pdf" got lost, and a document fits, but may be another upload\'s: doc1';
	for (const flows of [[flow(never), flow(lost)], [flow(never, lost)]]) {
		for (const { error } of await run(new SimulatedService(), ...flows))
			expect(error).toMatchObject({ message, details: { candidates: ['doc1'] } });
	}
});

it('does not take what an earlier upload of the run may have created after it was given up', async () => {
	const later = { ...flow(never), startsAfter: 12_000 };
	const [first, second] = await run(
		new SimulatedService(),
		flow({ createdAfter: 13_000, answeredAfter: 300, answer: 504 }),
		later,
	);
	expect(first?.error).toMatchObject({ message: expect.stringContaining('was not confirmed') });
	expect(second?.error).toMatchObject({ details: { candidates: ['doc1'] } });
});

it('finds what a gateway said it had given up', async () => {
	const [end] = await run(
		new SimulatedService(),
		flow({ createdAfter: 3_300, answeredAfter: 300, answer: 504 }),
	);
	expect(end?.document?.id).toBe('doc1');
});

it.each([300_000, -300_000])(
	'finds it with clocks %s ms apart when the answers carry no date',
	async (skew) => {
		const [end] = await run(new SimulatedService({ skew, dated: false }), flow(lost));
		expect(end?.document?.id).toBe('doc1');
	},
);

it('finds it when the answers of the list are slow', async () => {
	const [end] = await run(
		new SimulatedService({ latency: 8_000 }),
		flow({ createdAfter: 300, answeredAfter: 300, answer: 500 }),
	);
	expect(end?.document?.id).toBe('doc1');
});

it('finds it when a page of the list shifts while it is read, so that the document stands on two of them', async () => {
	const service = new SimulatedService();
	for (let number = 0; number < 199; number++) service.addForeign('other.pdf', Date.now() + 2_000);
	service.addForeign('other.pdf', Date.now() + 4_450);
	service.addForeign('other.pdf', Date.now() - 3_600_000);
	const [end] = await run(service, flow(lost));
	expect(end?.document?.fileName).toBe('scan.pdf');
	expect(service.count('list')).toBe(2);
});

it('forgets what it knew of uploads in the end', async () => {
	const registry = new InFlightUploads();
	const upload = registry.start('scan.pdf');
	upload.latest = Date.now();
	const created = { earliest: Date.now(), latest: Date.now() };
	const candidate = { key: 'scan.pdf', created };
	expect(registry.isDisputed(registry.start('scan.pdf'), candidate)).toBe(true);
	jest.advanceTimersByTime(3_700_000);
	expect(registry.isDisputed(registry.start('scan.pdf'), candidate)).toBe(false);
});
