import { createHmac } from 'node:crypto';
import { deliveriesWith } from '../signedDelivery.mts';

/** The webhook secret of the organizations in these tests. */
export const SECRET = 'secret-of-the-endpoint-8c2e';

/** `X-Webhook-Signature` of a body. */
export function sign(body: string | Uint8Array, secret = SECRET): string {
	return createHmac('sha256', secret).update(body).digest('hex');
}

/** A delivery as the service sends it. */
export const delivery = deliveriesWith('x-webhook-signature', sign);

let made = 0;

/** The envelope of an event, with an `eventId` that no other has. */
export function envelope(eventType: string, payload: object, more: object = {}) {
	made += 1;
	const eventId = `evt_1777881600000_${String(made).padStart(6, '0')}`;
	return {
		eventType,
		eventId,
		timestamp: '2026-05-04T08:00:00.000Z',
		organizationId: 'org_1',
		payload,
		...more,
	};
}

/**
 * A body that the service could have sent about a record that is completed, written as no
 * serialiser does.
 */
export function realBody(id: string, more = '', event = 'evt_1777881600000_a1b2c3'): string {
	return String.raw`{ "eventType":"document.processed", "eventId":"${event}","timestamp":"2026-05-04T08:00:00.000Z","payload":{"id":"${id}","fileName":"caf\u00e9.pdf","status":"completed","processingResult":{"text":"forged a\/b"}}${more}}`;
}
