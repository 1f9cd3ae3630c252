import { FAULTS, faultOf } from './faults.mts';
import { FAULT_SERVICES } from './services.mts';
import { rowsOf } from './table.mts';

const faults = Object.values(FAULTS).flatMap((entries) => Object.entries(entries));

it('no two faults are the same', () => {
	const made = faults.map(([, fault]) => JSON.stringify(fault, replaced));
	expect(new Set(made).size).toBe(faults.length);
});

describe.each(FAULT_SERVICES.map((service) => [service.name, service] as const))(
	'%s',
	(_name, { type, operations }) => {
		const rows = rowsOf(type);

		it('has each row once', () => {
			const keys = rows.map(({ operation, fault }) => `${operation} ${fault}`);
			expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
		});

		it('has rows of known faults for every operation', () => {
			expect([...new Set(rows.map(({ operation }) => operation))].toSorted()).toEqual(
				Object.keys(operations).toSorted(),
			);
			for (const { fault } of rows) expect(faultOf(fault).answer).not.toBe('');
		});

		it('has every fault', () => {
			const met = new Set(rows.map(({ fault }) => fault));
			expect(faults.map(([name]) => name).filter((name) => !met.has(name))).toEqual([]);
		});
	},
);

/** Functions and long bodies by their text. */
function replaced(_key: string, value: unknown): unknown {
	return typeof value === 'function' ? String(value) : value;
}
