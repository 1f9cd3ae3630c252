import { createCanvas } from '@napi-rs/canvas';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';

/** A sheet with its drawing context. */
export type Sheet = { canvas: Canvas; context: SKRSContext2D; width: number; height: number };

/**
 * A sheet of one colour with light from the upper left, soft stains and fibres, as a scanner sees
 * it.
 */
export function sheet(width: number, height: number, colour: string, random: () => number): Sheet {
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = colour;
	context.fillRect(0, 0, width, height);
	const light = context.createLinearGradient(0, 0, width, height);
	light.addColorStop(0, 'rgba(255, 255, 255, 0.35)');
	light.addColorStop(0.5, 'rgba(255, 255, 255, 0)');
	light.addColorStop(1, 'rgba(120, 85, 30, 0.07)');
	context.fillStyle = light;
	context.fillRect(0, 0, width, height);
	for (let stain = 0; stain < 14; stain++) {
		const x = width * (0.5 + random() / 2);
		const y = height * (0.5 + random() / 2);
		const radius = width * (0.25 + random() * 0.12);
		const spot = context.createRadialGradient(x, y, 0, x, y, radius);
		spot.addColorStop(
			0,
			stain % 2 === 0 ? 'rgba(140, 100, 40, 0.025)' : 'rgba(255, 255, 255, 0.08)',
		);
		spot.addColorStop(1, 'rgba(255, 255, 255, 0)');
		context.fillStyle = spot;
		context.fillRect(0, 0, width, height);
	}
	return { canvas, context, width, height };
}

/** Printed lines from edge to edge. */
export function rule(
	{ context, width, height }: Sheet,
	top: number,
	distance: number,
	colour: string,
): void {
	context.strokeStyle = colour;
	context.lineWidth = 1.5;
	for (let y = top; y < height - distance / 2; y += distance) {
		context.beginPath();
		context.moveTo(0, y);
		context.lineTo(width, y);
		context.stroke();
	}
}

/** Printed squares. */
export function squares({ context, width, height }: Sheet, distance: number, colour: string): void {
	context.strokeStyle = colour;
	context.lineWidth = 1;
	context.beginPath();
	for (let x = distance; x < width; x += distance) {
		context.moveTo(x, 0);
		context.lineTo(x, height);
	}
	for (let y = distance; y < height; y += distance) {
		context.moveTo(0, y);
		context.lineTo(width, y);
	}
	context.stroke();
}
