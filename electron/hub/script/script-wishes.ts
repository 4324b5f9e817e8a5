import type { RemoteParty } from '../../common/call/call-model.ts';
import { isOutcome } from '../../common/call/outcomes.ts';
import type { Result } from '../../common/lib/result.ts';
import type { ScriptEffect } from '../../common/script/run-state.ts';
import type { Log } from '../../shell/log.ts';
import type { CallDesk } from '../call/call-desk.ts';
import type { CallWorks } from '../call/call-work.ts';

export interface ScriptParts {
  readonly calls: CallDesk;
  readonly works: CallWorks;
  readonly now: () => number;
  readonly log: Log;
  /** Where a department of a transfer step is reached; an error when the directory does not have it. */
  readonly findDepartment: (id: string) => Result<{ target: string; remote: RemoteParty }>;
  readonly newId: () => string;
  readonly onTransfer: (callId: string, what: 'transferred' | 'transfer-failed') => void;
}

/** What a script step asks of the rest of the program becomes a wish like any other. */
export function conductScript(parts: ScriptParts, callId: string, effect: ScriptEffect): void {
  const { calls, works, log } = parts;
  switch (effect.kind) {
    case 'hold':
      void calls.wish({ type: 'hold', id: callId }, `script hold ${effect.reason}`);
      return;
    case 'retrieve':
      void calls.wish({ type: 'resume', id: callId }, 'script retrieve');
      return;
    case 'hang-up':
      void calls.wish({ type: 'hangup', id: callId }, 'script conduct');
      return;
    case 'outcome':
      // What the operator chose by hand stands.
      if (works.get(callId).outcome === null && isOutcome(effect.outcome)) {
        works.change(callId, { outcome: effect.outcome, outcomeAt: parts.now() });
      }
      return;
    case 'transfer':
      void transfer(parts, callId, effect.to);
      return;
    case 'calc-failed':
    case 'sub-missing':
      log.warn('script.fault', { kind: effect.kind, node: effect.node });
      return;
    // Kept in the run's own record, or shown by the step itself.
    case 'answered':
    case 'field-stored':
    case 'conduct-warning':
    case 'off-script':
    case 'open-callback':
    case 'open-article':
    case 'refused':
      return;
  }
}

async function transfer(parts: ScriptParts, callId: string, department: string): Promise<void> {
  const found = parts.findDepartment(department);
  const done = found.ok
    ? await parts.calls.wish(
        { type: 'transfer', id: parts.newId(), attended: false, ...found.value },
        `script transfer ${department}`,
      )
    : found;
  parts.onTransfer(callId, done.ok ? 'transferred' : 'transfer-failed');
}
