import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { toFailure } from '../core/errors';
import { TtlValue } from '../concurrency/ttlValue';
import { perNode } from '../concurrency/perNode';
import { TtlSet } from '../concurrency/ttlSet';
import { answer, bytesOf, NO_RUN, refuse } from './response';
import { type LookupBounds, LookupLimiter } from './lookupLimiter';
import { isSigned } from './signature';
import { processMark } from './dedup/processMark';

/** What a trigger's webhook handler has to know of a service's deliveries. */
export interface WebhookAdapter<Message> {
	/** Lower case. */
	signatureHeader: string;
	/** What deliveries are signed with; empty when the user has set none. */
	secretOf(context: IWebhookFunctions): Promise<string>;
	/** What a body tells, or null when it tells nothing that the service would send. */
	read(bytes: Uint8Array): Message | null;
	/**
	 * Whether it is something that the trigger is set to; true when that is not known yet. Throws
	 * nothing.
	 *
	 * @param isConfirmed whether the message comes from the API
	 */
	isWanted(context: IWebhookFunctions, message: Message, isConfirmed: boolean): boolean;
	/** What an unsigned message is looked up by; empty when it names nothing that could be. */
	idOf(message: Message): string;
	/** Why the API cannot say whether an unsigned message is true; undefined when it can. */
	unconfirmable?(message: Message): string | undefined;
	/** Where the service allows fewer look-ups than usual. */
	bounds?: LookupBounds;
	/**
	 * How to look messages up, one request each: what the API says in place of the message, undefined
	 * when it knows no such thing.
	 */
	lookUp(context: IWebhookFunctions): Promise<(message: Message) => Promise<Message | undefined>>;
	/** What is left of an unsigned message that could not be looked up now: the run asks again. */
	unconfirmed(message: Message): Message;
	/** Repeats of a message have the same one. */
	keyOf(message: Message): string;
	/** What the run is given of it. */
	asItem(message: Message): IDataObject;
}

/** Deliveries of the same thing within this time are the same one. Milliseconds. */
const SAME_MOMENT = 10_000;
/**
 * For so long a secret is not read again, in milliseconds: reading a credential in a webhook costs
 * n8n 40 ms of processor time (seen in 2.40), so a flood of forged deliveries would keep it from
 * everything else.
 */
const SECRET_KEPT = 2_000;

/**
 * Makes a trigger's `webhook()`. It lets a delivery in when it is signed or, without a secret, when
 * the API knows what it tells of; answers the sender before any slow work; and starts a run only
 * for what the trigger is set to. Never throws for what a caller sends, as n8n would start a failed
 * execution.
 */
export function createWebhookHandler<Message>(
	deliveries: WebhookAdapter<Message>,
): (context: IWebhookFunctions) => Promise<IWebhookResponseData> {
	const lookups = perNode(() => new LookupLimiter<Message>(deliveries.bounds));
	const started = perNode(() => new TtlSet(SAME_MOMENT));
	const told = perNode(() => new Set<string>());
	const secrets = perNode(() => new TtlValue<string>(SECRET_KEPT));

	/**
	 * Marks what was delivered a moment ago, as only this process sees all deliveries when several
	 * workers run them.
	 */
	const run = (context: IWebhookFunctions, message: Message): IWebhookResponseData => {
		const key = deliveries.keyOf(message);
		const isTest = context.getMode() === 'manual';
		const repeated = !isTest && started(context).has(key);
		if (!isTest) started(context).add(key);
		return {
			...NO_RUN,
			workflowData: [[{ json: { ...processMark, repeated, ...deliveries.asItem(message) } }]],
		};
	};

	const thank = (context: IWebhookFunctions): IWebhookResponseData => {
		answer(context, 200, { received: true });
		return NO_RUN;
	};

	const admit = (context: IWebhookFunctions, message: Message): IWebhookResponseData => {
		thank(context);
		return run(context, message);
	};

	/** What would be told with each delivery is told once. */
	const pass = (context: IWebhookFunctions, reason: string): IWebhookResponseData => {
		if (!told(context).has(reason))
			context.logger.warn(`${context.getNode().name}: a delivery starts nothing: ${reason}`);
		told(context).add(reason);
		return NO_RUN;
	};

	/**
	 * Without a secret nothing of the caller's body reaches the flow: it is looked up by id under the
	 * user's own token.
	 */
	const admitUnsigned = async (
		context: IWebhookFunctions,
		message: Message,
		bytes: number,
	): Promise<IWebhookResponseData> => {
		const id = deliveries.idOf(message);
		if (id === '') return refuse(context, 401, 'The body names nothing that could be looked up');
		const room = lookups(context);
		const full = () =>
			refuse(context, 503, 'Too many deliveries wait for their confirmation by the API', {
				'retry-after': '60',
			});
		if (!room.hasRoomFor(bytes)) return full();
		const lookUp = await deliveries.lookUp(context);
		// Others have come in meanwhile.
		if (!room.hasRoomFor(bytes)) return full();
		thank(context);
		const reason = deliveries.unconfirmable?.(message);
		if (reason !== undefined) return pass(context, reason);
		try {
			const confirmed = await room.find(id, bytes, async () => await lookUp(message));
			if (confirmed)
				return deliveries.isWanted(context, confirmed, true) ? run(context, confirmed) : NO_RUN;
			context.logger.warn(
				`${context.getNode().name}: a delivery for ${id} starts nothing, as the API does not know it`,
			);
			return NO_RUN;
		} catch (error) {
			// The API may be down for a moment: the run asks again, and shows the failure when it lasts.
			context.logger.warn(
				`${context.getNode().name}: the delivery for ${id} is not confirmed yet: ${toFailure(error).message}`,
			);
			return run(context, deliveries.unconfirmed(message));
		}
	};

	return async (context) => {
		try {
			const bytes = bytesOf(context);
			if (!bytes) return refuse(context, 401, 'The body is empty or of a type that is not taken');
			const secret = await secrets(context).get(async () => await deliveries.secretOf(context));
			if (
				secret !== '' &&
				!isSigned(bytes, context.getHeaderData()[deliveries.signatureHeader], secret)
			)
				return refuse(context, 401, 'The signature is missing or wrong');
			const message = deliveries.read(bytes);
			if (!message) return refuse(context, 401, 'The body is none that the service sends');
			if (!deliveries.isWanted(context, message, false)) return thank(context);
			return secret === ''
				? await admitUnsigned(context, message, bytes.length)
				: admit(context, message);
		} catch (error) {
			// Only what this side lacks ends here, such as a credential that n8n cannot read.
			return refuse(context, 503, 'The trigger is not able to take deliveries', {}, error);
		}
	};
}
