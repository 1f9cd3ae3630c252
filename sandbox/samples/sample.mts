import type { Canvas } from '@napi-rs/canvas';

/** A drawn document: its pages, and what is truly written on each of them. */
export type Sample = { name: string; pages: Canvas[]; text: string[] };
