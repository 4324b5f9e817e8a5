import { connect } from 'node:net';
import { createEventLog, type EventLog } from './event-log.ts';

/** One message of Asterisk's Manager Interface; the names of the headers are in lower case, `output` has many lines. */
export type ManagerMessage = ReadonlyMap<string, string>;

export interface Manager {
  readonly events: EventLog<ManagerMessage>;
  /** A command of the console, for example `queue show support`; its output. */
  command(text: string): Promise<string>;
  close(): void;
}

const answerMs = 5_000;

/** Logs in on 127.0.0.1:5038. Fails when nothing listens there or the login is refused. */
export async function connectManager(): Promise<Manager> {
  const socket = connect(5038, '127.0.0.1');
  const events = createEventLog<ManagerMessage>('Asterisk');
  const answers = createEventLog<ManagerMessage>('Asterisk');
  await new Promise<void>((done, failed) => {
    socket.once('connect', () => done());
    socket.once('error', failed);
  });
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const blocks = (rest + text).split('\r\n\r\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = readMessage(block);
      (message.has('event') ? events : answers).add(message);
    }
  });
  socket.on('error', () => undefined);

  let lastId = 0;
  const ask = async (fields: Readonly<Record<string, string>>): Promise<ManagerMessage> => {
    const id = String((lastId += 1));
    const lines = Object.entries({ ...fields, ActionID: id }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${lines.join('')}\r\n`);
    return answers.until(JSON.stringify(fields), (message) => message.get('actionid') === id, {
      timeoutMs: answerMs,
    });
  };

  const login = await ask({ Action: 'Login', Username: 'bed', Secret: 'secret-bed' });
  if (login.get('response') !== 'Success')
    throw new Error(`Asterisk refused the login: ${login.get('message') ?? ''}`);
  return {
    events,
    command: async (text) => (await ask({ Action: 'Command', Command: text })).get('output') ?? '',
    close: () => socket.destroy(),
  };
}

function readMessage(block: string): ManagerMessage {
  const message = new Map<string, string>();
  for (const line of block.split('\r\n')) {
    const found = /^([^:\s]+): ?(.*)$/su.exec(line);
    const [, name = '', value = ''] = found ?? [];
    const key = name.toLowerCase();
    const before = message.get(key);
    // "Output" comes once for each line of a command's output.
    if (found !== null)
      message.set(key, key === 'output' && before !== undefined ? `${before}\n${value}` : value);
  }
  return message;
}
