import type { Dispose } from '../../../electron/common/lib/disposable.ts';
import type { ReportDefect } from '../sip/lib/guard.ts';

/** An audio element, as far as it is needed. */
export interface AudioOutput {
  srcObject: MediaProvider | null;
  play(): Promise<void>;
  pause(): void;
  setSinkId(sinkId: string): Promise<void>;
}

/** Plays what the other parties say on the chosen device. */
export interface Speaker {
  /** `sinkId` is the id of an output device, '' for the default of the system. */
  useDevice(sinkId: string): void;
  play(stream: MediaStream): Dispose;
}

export function createSpeaker(createOutput: () => AudioOutput, reportDefect: ReportDefect): Speaker {
  const outputs = new Set<AudioOutput>();
  let sink = '';

  const route = async (output: AudioOutput): Promise<void> => {
    const wanted = sink;
    try {
      await output.setSinkId(wanted);
    } catch {
      // The device went away in this moment; sound on the default is better than silence.
      if (wanted !== '') await output.setSinkId('');
    }
  };
  const report = (defect: unknown): void => {
    reportDefect('speaker', defect);
  };

  return {
    useDevice(sinkId) {
      if (sinkId === sink) return;
      sink = sinkId;
      for (const output of outputs) route(output).catch(report);
    },
    play(stream) {
      const output = createOutput();
      outputs.add(output);
      output.srcObject = stream;
      if (sink !== '') route(output).catch(report);
      output.play().catch((defect: unknown) => {
        // A call that ends at once takes the stream away before it plays.
        if (outputs.has(output)) report(defect);
      });
      return () => {
        if (!outputs.delete(output)) return;
        output.pause();
        output.srcObject = null;
      };
    },
  };
}
