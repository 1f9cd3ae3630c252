import { handOver, takeOver } from '../../../../nodes/shared/webhook/handOver.ts';

it('a run takes over what the delivery hands over', () => {
	const item = handOver({ id: 'a' }, true);
	const taken = takeOver(item);
	expect(taken).toEqual({
		deliveryId: item.json.deliveryId,
		isRepeat: true,
		isLocal: true,
		payload: { id: 'a' },
	});
	expect(taken.deliveryId).toMatch(/^[0-9a-f-]{36}$/);
	expect(takeOver(handOver({ id: 'a' }))).toMatchObject({ isRepeat: false });
	expect(takeOver(handOver({})).deliveryId).not.toBe(taken.deliveryId);
});

it('a run of another process knows that it is not where the delivery came in', () => {
	const { json } = handOver({ id: 'a' });
	expect(takeOver({ json: { ...json, process: 'another' } })).toMatchObject({
		isLocal: false,
		payload: { id: 'a' },
	});
});

it.each([undefined, { json: {} }])('the item %j, which nothing handed over, is taken', (item) => {
	const taken = takeOver(item);
	expect(taken).toMatchObject({ isRepeat: false, isLocal: false, payload: {} });
	expect(taken.deliveryId).toMatch(/^[0-9a-f-]{36}$/);
});
