import type { HeadsetEventEntry, HeadsetPanel, SelfTestAction } from '../../common/contract/headset-panel.ts';
import type {
  HeadsetIntent,
  HeadsetPhase,
  HeadsetStatus,
  HeadsetWishes,
} from '../../common/contract/hid-contract.ts';
import { findQuirks, type Quirks } from '../../common/headset/headset-quirks.ts';
import type { HeadsetEffect } from '../../common/headset/machine-state.ts';
import type { AppError, ErrorCode } from '../../common/lib/app-error.ts';
import type { Clock } from '../../common/lib/clock.ts';
import { createForwardClock } from '../../common/lib/forward-clock.ts';
import type { Dispose } from '../../common/lib/disposable.ts';
import { exhausted } from '../../common/lib/exhaustive.ts';
import type { Result } from '../../common/lib/result.ts';
import { createConflictWatch } from './conflict-watch.ts';
import { createEventLog } from './event-log.ts';
import type { ProfileFiles } from './files/profile-files.ts';
import { usbIdOf } from './headset-choice.ts';
import { createHeadsetManager, type HeadsetManager } from './headset-manager.ts';
import { createIntentHold } from './intent-hold.ts';
import type { HidEntry, HidTransport } from './hid-transport.ts';
import { createPanelPublisher } from './panel-publisher.ts';
import { showPanel } from './panel-view.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { createSelfTestRun } from './self-test-run.ts';
import { createTroubles } from './troubles.ts';

/** What goes out of a session. */
export interface HeadsetNews {
  /** `reportAt`: when the report that caused it arrived, in ms since the epoch. */
  intent(intent: HeadsetIntent, reportAt: number): void;
  status(status: HeadsetStatus): void;
  panel(panel: HeadsetPanel): void;
  event(entry: HeadsetEventEntry): void;
  trouble(error: AppError): void;
  troubleOver(code: ErrorCode): void;
}

export interface HeadsetSessionOptions {
  readonly clock: Clock;
  readonly transports: readonly HidTransport[];
  readonly watchDevices: (onChange: () => void) => Dispose;
  readonly findObstacles: (entries: readonly HidEntry[]) => Promise<readonly AppError[]>;
  /** Of descriptor files, as they were read last. */
  readonly descriptorFaults: () => readonly AppError[];
  readonly files: ProfileFiles;
  readonly phase: HeadsetPhase;
  readonly muted: boolean;
  readonly wishes: HeadsetWishes;
  readonly news: HeadsetNews;
}

/** From a start to the next one or a stop: the headset in use, and everything that is done with it. */
export interface HeadsetSession {
  readonly manager: Pick<HeadsetManager, 'devices' | 'status'>;
  readonly recorder: Pick<Recorder, 'stop'>;
  setPhase(phase: HeadsetPhase, muted: boolean): void;
  setWishes(wishes: HeadsetWishes): void;
  /** The system woke, or devices came or went. */
  wake(): void;
  /** Sources of descriptors know more than before. */
  describedAnew(): void;
  quirksChanged(): void;
  panel(): HeadsetPanel;
  watch(isOn: boolean): void;
  selfTest(action: SelfTestAction): Promise<Result<null>>;
  record(): Result<null>;
  export(): Promise<Result<{ file: string }>>;
  stop(): Promise<void>;
}

export function startHeadsetSession(options: HeadsetSessionOptions): HeadsetSession {
  const { files, news } = options;
  // Windows of the rules (echoes, repeats, flashes) must not grow by an hour when the time of day is set back.
  const clock = createForwardClock(options.clock);
  let { phase, muted, wishes } = options;
  let obstacles: readonly AppError[] = [];

  const log = createEventLog(clock, news.event);
  const troubles = createTroubles({ clock, onRaised: news.trouble, onOver: news.troubleOver });
  const conflicts = createConflictWatch(troubles);
  const recorder = createRecorder(files.folder, clock);
  const publisher = createPanelPublisher(clock, () => {
    news.panel(panel());
  });

  const hold = createIntentHold({
    clock,
    give: news.intent,
    refuse({ type }) {
      log.note('fault', `${type} in a burst of reports is not followed`);
      manager.active()?.device.rewrite();
    },
  });

  const quirksOf = (usbId: string): Quirks => ({
    ...findQuirks(usbId, files.quirks.quirks()),
    ...selfTest.quirksFor(usbId),
  });
  const selfTest = createSelfTestRun({
    clock,
    subject() {
      const active = manager.active();
      return active && { usbId: usbIdOf(active.candidate.entry), context: active.device.context() };
    },
    isInCall: () => phase !== 'idle',
    play: (testPhase, testMuted) => manager.active()?.device.setPhase(testPhase, testMuted),
    onQuirks: () => {
      manager.quirksChanged();
    },
    onChange: publisher.changed,
    keep: (usbId, quirks) => files.quirks.keep(usbId, quirks),
  });

  const follow = (effect: Exclude<HeadsetEffect, { type: 'write' }>, t: number): void => {
    switch (effect.type) {
      case 'intent':
        if (selfTest.isRunning()) selfTest.intent(effect.intent, t);
        else hold.take(effect.intent, t, manager.active()?.device.reports ?? (() => 0));
        return;
      case 'note':
        // The presses of a test end no call.
        if (selfTest.isRunning()) return;
        log.note(effect.what, effect.detail, t);
        if (effect.what === 'shared') conflicts.suspect(effect.detail, wishes.options.guard === true);
        return;
      case 'diag':
        if (effect.diag.endsWith('report')) log.note('fault', effect.diag, t);
        return;
      default:
        exhausted(effect);
    }
  };

  const raiseFirst = (code: ErrorCode, errors: readonly AppError[]): void => {
    const [error] = errors;
    if (error === undefined) troubles.over(code);
    else troubles.raise(error);
  };

  let known = '';
  const noteFaults = (): void => {
    const faults = manager.errors().map(({ code, details }) => [code, details?.['reason']].join(' ').trim());
    if (faults.join() !== known) for (const fault of faults) log.note('fault', fault);
    known = faults.join();
  };

  const checkObstacles = async (): Promise<void> => {
    noteFaults();
    raiseFirst('headset.descriptor-invalid', options.descriptorFaults());
    obstacles = await options.findObstacles(manager.entries());
    publisher.changed();
  };

  const manager = createHeadsetManager({
    transports: options.transports,
    clock,
    watchDevices: options.watchDevices,
    phase,
    muted,
    wishes,
    quirksOf,
    lastUsed: files.lastUsed,
    events: {
      status(status) {
        news.status(status);
        publisher.changed();
      },
      looked: () => void checkObstacles(),
      attached({ candidate }) {
        log.note('attached', `${candidate.entry.product} (${usbIdOf(candidate.entry)})`);
        publisher.changed();
      },
      detached(_, error) {
        selfTest.interrupt();
        log.note('detached', String(error?.details?.['reason'] ?? error?.message ?? 'let go'));
        publisher.changed();
      },
      fields: selfTest.fields,
      effect: follow,
      traffic: recorder.note,
      changed: publisher.changed,
    },
  });

  const panel = (): HeadsetPanel =>
    showPanel({
      active: manager.active(),
      selfTest: selfTest.view(),
      recording: recorder.view(),
      obstacles: [...obstacles, ...files.quirks.errors(), ...options.descriptorFaults(), ...manager.errors()],
    });

  const quirksChanged = (): void => {
    raiseFirst('headset.quirks-invalid', files.quirks.errors());
    manager.quirksChanged();
    publisher.changed();
  };

  quirksChanged();
  void manager.scan();

  return {
    manager,
    recorder,
    setPhase(nextPhase, nextMuted) {
      if (nextPhase !== phase) hold.phaseChanged();
      phase = nextPhase;
      muted = nextMuted;
      conflicts.phase(phase);
      // The hub repeats the idle phase after everything; only a call is a reason to stop.
      if (selfTest.isRunning() && phase === 'idle') return;
      selfTest.interrupt();
      manager.setPhase(phase, muted);
      publisher.changed();
    },
    setWishes(next) {
      wishes = next;
      manager.setWishes(next);
      publisher.changed();
    },
    wake() {
      manager.active()?.device.rewrite();
      void files.quirks.reload();
      manager.lookAnew();
    },
    describedAnew: manager.lookAnew,
    quirksChanged,
    panel,
    watch: publisher.setOn,
    selfTest: selfTest.act,
    record() {
      const started = recorder.start(manager.active());
      publisher.changed();
      return started;
    },
    export: () => recorder.export(manager.active()),
    async stop() {
      publisher.setOn(false);
      hold.phaseChanged();
      selfTest.interrupt();
      await manager.stop();
      troubles.clear();
    },
  };
}
