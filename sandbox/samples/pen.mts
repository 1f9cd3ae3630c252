import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Font } from './fonts.mts';

/** How somebody writes: `size` in pixels, `unrest` 0 (like print) to about 1.5 (on a train). */
export type Hand = { font: Font; size: number; ink: string; unrest: number };

/** Writes on a canvas, every word a little different. */
export class Pen {
	readonly #canvas: SKRSContext2D;
	readonly #random: () => number;

	constructor(canvas: SKRSContext2D, random: () => number) {
		this.#canvas = canvas;
		this.#random = random;
	}

	/** Writes one line from `x` on the base line `y`; returns where it ends. */
	write(text: string, x: number, y: number, hand: Hand): number {
		const wobble = (amount: number) => this.#random() * amount * hand.unrest;
		const slope = wobble(0.002);
		let end = x;
		for (const word of text.split(' ')) {
			const size = hand.size * (1 + wobble(0.025));
			this.#canvas.save();
			this.#canvas.font = `${size}px ${hand.font}`;
			this.#canvas.fillStyle = hand.ink;
			this.#canvas.globalAlpha = 0.93 + this.#random() * 0.07;
			this.#canvas.translate(end, y + (end - x) * slope + wobble(hand.size * 0.03));
			this.#canvas.rotate(wobble(0.008));
			this.#canvas.transform(1, 0, wobble(0.03), 1, 0, 0);
			this.#canvas.fillText(word, 0, 0);
			end += this.#canvas.measureText(word).width + hand.size * (0.3 + wobble(0.05));
			this.#canvas.restore();
		}
		return end - hand.size * 0.3;
	}

	/** Writes a line that ends at `right`. */
	writeRight(text: string, right: number, y: number, hand: Hand): void {
		this.write(text, right - this.width(text, hand), y, hand);
	}

	/** Writes a line in the middle of `x`. */
	writeCentred(text: string, x: number, y: number, hand: Hand): void {
		this.write(text, x - this.width(text, hand) / 2, y, hand);
	}

	/** The width of a text in pixels. */
	width(text: string, { font, size }: Hand): number {
		this.#canvas.font = `${size}px ${font}`;
		const words = text.split(' ');
		return words.reduce(
			(sum, word) => sum + this.#canvas.measureText(word).width + size * 0.3,
			-size * 0.3,
		);
	}

	/** Draws a stroke by hand from one point to the other. */
	stroke(x0: number, y0: number, x1: number, y1: number, ink: string, thickness: number): void {
		const steps = 6;
		const wobble = () => this.#random() * 1.6;
		this.#canvas.save();
		this.#canvas.strokeStyle = ink;
		this.#canvas.lineWidth = thickness;
		this.#canvas.lineCap = 'round';
		this.#canvas.beginPath();
		this.#canvas.moveTo(x0 + wobble(), y0 + wobble());
		for (let step = 1; step <= steps; step++) {
			const along = step / steps;
			const middle = along - 0.5 / steps;
			this.#canvas.quadraticCurveTo(
				x0 + (x1 - x0) * middle + wobble(),
				y0 + (y1 - y0) * middle + wobble(),
				x0 + (x1 - x0) * along + wobble(),
				y0 + (y1 - y0) * along + wobble(),
			);
		}
		this.#canvas.stroke();
		this.#canvas.restore();
	}
}
