import fc from 'fast-check';
import { MINUTE, openPolling, SECOND, useWorld, type PollFixture } from './setup.mts';
import '../../support/seed.mts';

const world = useWorld();

/** A document as it truly is. */
type Truth = {
	id: string;
	createdAt: number;
	fileName: string;
	status: string;
	isDeleted: boolean;
};

type Step =
	| { kind: 'upload'; count: number; apart: number; finished: number; late: boolean }
	| { kind: 'finish' | 'delete'; share: number }
	| {
			kind:
				| 'poll'
				| 'overlap'
				| 'forget'
				| 'restart'
				| 'discard'
				| 'rollBack'
				| 'listFails'
				| 'documentFails';
	  };

const isWanted = ({ fileName, status }: Truth): boolean =>
	fileName.startsWith('wanted') && status !== 'processing';

/** Does a step to the account or to n8n; remembers how the documents truly are. */
class Story {
	readonly documents: Truth[] = [];

	readonly fixture: PollFixture;

	private now = Date.now();

	private older;

	constructor(fixture: PollFixture) {
		this.fixture = fixture;
		this.older = fixture.saved();
	}

	async do(step: Step): Promise<void> {
		if (step.kind === 'upload') await this.upload(step);
		else if (step.kind === 'finish')
			for (const document of this.some(step.share, ({ status }) => status === 'processing'))
				await this.finish(document);
		else if (step.kind === 'delete')
			for (const document of this.some(step.share, () => true)) await this.delete(document);
		else await this.look(step.kind);
	}

	/** Polls until nothing is left to have its turn. */
	async end(): Promise<void> {
		for (const document of this.some(1, ({ status }) => status === 'processing'))
			await this.finish(document);
		const waiting = this.documents.length / 5 + 3;
		for (let round = 0; round < waiting; round++)
			if ((await this.fixture.poll()).length === 0 && round > waiting / 2) break;
	}

	private async look(kind: string): Promise<void> {
		const { fixture } = this;
		if (kind === 'listFails') await fixture.fault({ route: 'list', status: 418 });
		if (kind === 'documentFails') await fixture.fault({ route: 'get', status: 418 });
		if (kind === 'forget') fixture.trigger.reload();
		if (kind === 'rollBack') {
			fixture.trigger.reload(this.older);
			fixture.mayRepeat = true;
		}
		if (kind === 'rollBack' || kind === 'restart') this.older = fixture.saved();
		if (kind === 'discard') {
			const saved = fixture.saved();
			await fixture.trigger.poll();
			fixture.trigger.reload(saved);
			return;
		}
		const polls = [kind === 'restart' ? fixture.restart() : fixture.poll()];
		if (kind === 'overlap') polls.push(fixture.poll());
		for (const poll of await Promise.allSettled(polls)) {
			if (poll.status === 'rejected') expect(String(poll.reason)).toContain('418');
			else this.checkOrder(poll.value);
		}
		await fixture.repair();
	}

	private async upload({
		count,
		apart,
		finished,
		late,
	}: Extract<Step, { kind: 'upload' }>): Promise<void> {
		// Some show up late, with dates of the last minutes before those of others.
		const first = late ? this.now - 5 * MINUTE : this.now;
		const distance = late ? Math.min(apart, (5 * MINUTE) / count) : apart;
		const documents = Array.from({ length: count }, (_, index) => {
			const end = index % 5 === 4 ? 'failed' : 'processed';
			return {
				createdAt: Math.floor(first + index * distance),
				fileName: `${index % 4 === 3 ? 'other' : 'wanted'}.png`,
				status: index / count < finished ? end : 'processing',
			};
		});
		for (const { id, createdAt, fileName, status } of await this.fixture.seed(...documents))
			this.documents.push({ id, createdAt, fileName, status, isDeleted: false });
		if (!late) this.now += count * apart;
	}

	private async finish(document: Truth): Promise<void> {
		document.status = 'processed';
		await this.fixture.finish(document.id);
	}

	private async delete(document: Truth): Promise<void> {
		document.isDeleted = true;
		await this.fixture.remove(document.id);
	}

	private some(share: number, filter: (document: Truth) => boolean): Truth[] {
		const there = this.documents.filter((document) => !document.isDeleted && filter(document));
		return there.filter((_, index) => (index * 7919) % 1_000 < share * 1_000);
	}

	private checkOrder(ids: string[]): void {
		const dates = ids.map(
			(id) => this.documents.find((document) => document.id === id)?.createdAt ?? Number.NaN,
		);
		expect(dates).toEqual([...dates].sort((left, right) => left - right));
	}
}

const share = fc.constantFrom(0.05, 0.3, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constant('upload' as const),
			count: fc.constantFrom(1, 3, 40, 120, 260),
			apart: fc.constantFrom(0, 10, 5 * SECOND, MINUTE),
			finished: fc.constantFrom(0, 0.5, 0.95, 1),
			late: fc.boolean(),
		}),
	},
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant('finish' as const), share }) },
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('delete' as const),
			share: fc.constantFrom(0.05, 0.3),
		}),
	},
	{ weight: 5, arbitrary: fc.record({ kind: fc.constant('poll' as const) }) },
	{
		weight: 5,
		arbitrary: fc.record({
			kind: fc.constantFrom(
				'overlap',
				'forget',
				'restart',
				'discard',
				'rollBack',
				'listFails',
				'documentFails',
			),
		}),
	},
);

it.each(['v3', 'v2'] as const)(
	'passes on every document that it is set to exactly once, whatever happens (%s)',
	async (version) => {
		const property = fc.asyncProperty(
			fc.array(step, { minLength: 8, maxLength: 20 }),
			async (steps) => {
				const fixture = await openPolling(world, {
					version,
					parameters: { filters: { fileName: 'wanted' } },
				});
				const story = new Story(fixture);
				for (const each of steps) await story.do(each);
				await story.end();
				expect(new Set(fixture.emitted).size).toBe(fixture.emitted.length);
				const passedOn = new Set(fixture.emitted);
				expect(
					story.documents.filter(
						(document) => isWanted(document) && !document.isDeleted && !passedOn.has(document.id),
					),
				).toEqual([]);
				expect(
					story.documents.filter((document) => !isWanted(document) && passedOn.has(document.id)),
				).toEqual([]);
			},
		);
		await fc.assert(property, {
			seed: 20_260_305,
			numRuns: Number(process.env.RANDOM_RUNS ?? 5),
			endOnFailure: process.env.RANDOM_RUNS === undefined,
		});
	},
	600_000,
);
