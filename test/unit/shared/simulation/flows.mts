import fc from 'fast-check';

import type { HandwritingOcr } from '../../../../nodes/HandwritingOcr/api/client.ts';
import type { UploadFields } from '../../../../nodes/HandwritingOcr/api/documents.ts';
import { HandwritingOcrDocuments } from '../../../../nodes/HandwritingOcr/api/documentService.ts';
import type { OcrDocument } from '../../../../nodes/HandwritingOcr/api/parse.ts';
import { Slots } from '../../../../nodes/shared/concurrency/pool.ts';
import { AtMostOnceUploader } from '../../../../nodes/shared/upload/atMostOnceUploader.ts';
import { InFlightUploads } from '../../../../nodes/shared/upload/inFlightUploads.ts';
import type { Upload } from '../../../../nodes/shared/operations/documentService.ts';
import { clientOf, fileNamed } from './client.mts';
import { after } from './clock.mts';
import type { SimulatedDocument } from './document.mts';
import type { SimulatedService, UploadPlan } from './service.mts';

/** A file that a flow uploads. */
export interface Item {
	fileName: string;
	/** Milliseconds after the flow's start. */
	readyAfter: number;
	plan: UploadPlan;
}

/** One execution of a workflow. */
export interface Flow {
	startsAfter: number;
	concurrency: number;
	items: Item[];
}

/** How the upload of an item ended, and what there was to be found. */
export interface UploadEnd {
	sender: string;
	item: Item;
	own: SimulatedDocument | undefined;
	document?: OcrDocument;
	error?: unknown;
	/** When the item had its turn. */
	askedAt: number;
	endedAt: number;
}

/**
 * A document is found when it is created this long after the failure at the latest. Milliseconds.
 */
export const HORIZON = 3_500;

const inTime = fc.record({ createdAfter: fc.nat(1_500), more: fc.nat(1_500) });
const ends = { processing: 1_000, ends: 'processed' as const };

export const answered: fc.Arbitrary<UploadPlan> = inTime.map(({ createdAfter, more }) => ({
	...ends,
	createdAfter,
	answeredAfter: createdAfter + more,
	answer: 'created',
}));
/** The document is there, its answer is not. */
export const lostAfter: fc.Arbitrary<UploadPlan> = fc
	.record({ times: inTime, answer: fc.constantFrom('garbled', 'reset', 500, 502, 504) })
	.map(
		({ times: { createdAfter, more }, answer }) =>
			({ ...ends, createdAfter, answeredAfter: createdAfter + more, answer }) as UploadPlan,
	);
export const lostBefore: fc.Arbitrary<UploadPlan> = fc
	.record({ answeredAfter: fc.nat(3_000), answer: fc.constantFrom('reset', 500, 503) })
	.map(
		({ answeredAfter, answer }) =>
			({ ...ends, createdAfter: null, answeredAfter, answer }) as UploadPlan,
	);
/** The service goes on with a request whose client has given up or was turned away by a gateway. */
export const createdLate: fc.Arbitrary<UploadPlan> = fc
	.record({
		answeredAfter: fc.nat(3_000),
		more: fc.nat(HORIZON),
		answer: fc.constantFrom('reset', 502, 504),
	})
	.map(
		({ answeredAfter, more, answer }) =>
			({ ...ends, createdAfter: answeredAfter + more, answeredAfter, answer }) as UploadPlan,
	);
/** Uploads wait 300 s for an answer. */
export const timedOut: fc.Arbitrary<UploadPlan> = fc
	.nat(300_000 + HORIZON)
	.map((createdAfter) => ({ ...ends, createdAfter, answeredAfter: 400_000, answer: 'silence' }));
export const refused: fc.Arbitrary<UploadPlan> = fc
	.constantFrom(403, 415, 422)
	.map((answer) => ({ ...ends, createdAfter: null, answeredAfter: 300, answer }));
export const anyPlan = fc.oneof(
	{ weight: 6, arbitrary: answered },
	{ weight: 3, arbitrary: lostAfter },
	{ weight: 2, arbitrary: lostBefore },
	{ weight: 2, arbitrary: createdLate },
	timedOut,
	refused,
);

export const flowOf = (
	fileName: fc.Arbitrary<string>,
	plan: fc.Arbitrary<UploadPlan>,
	most = 10,
): fc.Arbitrary<Flow> =>
	fc.record({
		startsAfter: fc.nat(8_000),
		concurrency: fc.integer({ min: 1, max: 6 }),
		items: fc.array(fc.record({ fileName, readyAfter: fc.nat(4_000), plan }), {
			minLength: 1,
			maxLength: most,
		}),
	});

export interface FlowOptions {
	/** What flows of one process share. */
	registry?: InFlightUploads;
	signal?: AbortSignal;
	/** False for an n8n that lets requests of a canceled execution go on. */
	abortsRequests?: boolean;
	/** Tells these flows from others. */
	label?: string;
}

/**
 * An uploader whose uploads each go through a client of their own, so that it is told who sends.
 */
export function uploaderOf(
	signal: AbortSignal | undefined,
	registry: InFlightUploads,
): (client: HandwritingOcr, fileName: string) => Promise<OcrDocument> {
	const services = new Map<Upload<UploadFields>['file'], HandwritingOcrDocuments>();
	const serviceOf = ({ file }: Upload<UploadFields>): HandwritingOcrDocuments => {
		const service = services.get(file);
		if (!service) throw new Error(`${file.name} was not expected to be sent`);
		return service;
	};
	const dispatcher = {
		lookWith: 'Document > Get Many',
		resumeWith: 'the operation "Wait"',
		upload: async (upload: Upload<UploadFields>, sending: AbortSignal) =>
			await serviceOf(upload).upload(upload, sending),
		uploadKey: (upload: Upload<UploadFields>) => serviceOf(upload).uploadKey(upload),
		recent: async (upload: Upload<UploadFields>, since: number) =>
			await serviceOf(upload).recent(upload, since),
	};
	const signals = { sending: signal ?? new AbortController().signal, canceled: signal };
	const uploader = new AtMostOnceUploader<OcrDocument, UploadFields>(dispatcher, signals, registry);
	return async (client, fileName) => {
		const file = fileNamed(fileName);
		services.set(file, new HandwritingOcrDocuments(client));
		return await uploader.upload({ file, fields: { action: 'transcribe' } });
	};
}

/** Runs flows at the same time. */
export async function runFlows(
	service: SimulatedService,
	flows: Flow[],
	{ registry = new InFlightUploads(), signal, abortsRequests = true, label = '' }: FlowOptions = {},
): Promise<UploadEnd[]> {
	const runs = flows.map(async ({ startsAfter, concurrency, items }, flow) => {
		await after(startsAfter);
		const uploadThrough = uploaderOf(signal, registry);
		const slots = new Slots(concurrency);
		return await Promise.all(
			items.map(async (item, index): Promise<UploadEnd> => {
				const sender = `${label} flow ${flow}, item ${index}`.trim();
				let askedAt = 0;
				await after(item.readyAfter);
				const client = clientOf(service, {
					sender,
					plan: item.plan,
					abortsRequests,
					...(signal && { signal }),
				});
				const upload = async () => {
					askedAt = Date.now();
					return await uploadThrough(client, item.fileName);
				};
				const end = await slots.run(upload).then(
					(document) => ({ document }),
					(error: unknown) => ({ error }),
				);
				return {
					sender,
					item,
					own: service.documents.find(({ owner }) => owner === sender),
					askedAt,
					endedAt: Date.now(),
					...end,
				};
			}),
		);
	});
	return (await Promise.all(runs)).flat();
}
