import { camelCased } from '../../../../nodes/shared/core/json';

test('keys of a service become those of items, at any depth', () => {
	expect(
		camelCased({
			new_balance: 350,
			amountCharged: '$2.99',
			v2_name: 'snake_case stays in values',
			_id: 1,
			plan: { started_at: null, page_credits: [{ valid_until: 'x' }, 'a_b', null] },
		}),
	).toEqual({
		newBalance: 350,
		amountCharged: '$2.99',
		v2Name: 'snake_case stays in values',
		_id: 1,
		plan: { startedAt: null, pageCredits: [{ validUntil: 'x' }, 'a_b', null] },
	});
});
