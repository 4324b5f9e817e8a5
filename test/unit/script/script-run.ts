import { expect } from 'vitest';
import {
  topFrame,
  type ScriptEvent,
  type ScriptState,
  type Surroundings,
} from '../../../electron/common/script/run-state.ts';
import { startScript } from '../../../electron/common/script/start-script.ts';
import { step } from '../../../electron/common/script/step.ts';
import { fixtureSource, loadOrThrow } from './fixture-scripts.ts';

export const script = loadOrThrow(fixtureSource('moving-house'));
export const library = { identify: loadOrThrow(fixtureSource('identify')) };

export type Wish = ScriptEvent extends infer E ? (E extends ScriptEvent ? Omit<E, 'at'> : never) : never;

/** A run at its first step, or after the given wishes; every wish comes one second after the one before. */
export class Run {
  state: ScriptState;
  effects: readonly { kind: string }[] = [];
  private at = 1_000;
  private readonly surroundings: Surroundings;

  constructor(surroundings: Surroundings = { library }) {
    this.surroundings = surroundings;
    const begun = startScript(script, { language: 'en', at: this.at }, surroundings);
    this.state = begun.state;
    this.effects = begun.effects;
  }

  go(...wishes: Wish[]): this {
    for (const wish of wishes) {
      this.at += 1_000;
      const stepped = step(script, this.state, { ...wish, at: this.at }, this.surroundings);
      this.state = stepped.state;
      this.effects = stepped.effects;
    }
    return this;
  }

  get node(): string {
    return topFrame(this.state).node;
  }

  get phase(): string {
    return topFrame(this.state).phase;
  }
}

export const on = { type: 'on' } as const;
export const back = { type: 'back' } as const;
export const key = (digit: number) => ({ type: 'answer', key: digit }) as const;
export const value = (field: string, text: string) => ({ type: 'value', field, text }) as const;
export const detour = (index: number) => ({ type: 'detour', index }) as const;
export const jump = (node: string) => ({ type: 'jump', node }) as const;
export const call = (
  what: 'held' | 'retrieved' | 'transferred' | 'transfer-failed' | 'ended' | 'taken-back',
) => ({ type: 'call', what }) as const;
export const refusal = (reason: string) => [
  {
    kind: 'refused',
    error: expect.objectContaining({
      code: 'script.not-possible',
      details: expect.objectContaining({ reason }) as unknown,
    }) as unknown,
  },
];
export const atFlat = () => new Run().go(on, on, on);
