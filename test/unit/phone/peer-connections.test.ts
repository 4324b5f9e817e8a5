import { expect, it } from 'vitest';
import { createPeerConnections } from '../../../renderer/phone/media/peer-connections.ts';

function bed() {
  const idle: (() => void)[] = [];
  const told: string[] = [];
  const connections = createPeerConnections({
    create: () => ({ close: () => told.push('closed') }) as unknown as RTCPeerConnection,
    whenIdle: (run) => idle.push(run),
    collect: () => told.push('collect'),
  });
  const rest = (): void => {
    for (const run of idle.splice(0)) run();
  };
  return { connections, told, rest };
}

it('closes a connection when the page has nothing else to do, and not before', () => {
  const { connections, told, rest } = bed();
  connections.close(connections.open({}));
  expect(told).toEqual([]);
  rest();
  expect(told).toEqual(['closed']);
});

it('has the browser collect after every fiftieth, however they came', () => {
  const { connections, told, rest } = bed();
  for (let call = 0; call < 120; call++) {
    connections.close(connections.open({}));
    if (call % 7 === 0) rest();
  }
  rest();
  expect(told.flatMap((what, at) => (what === 'collect' ? [at] : []))).toEqual([50, 101]);
  expect(told).toHaveLength(122);
});
