import { finding, isSlipOf, type Finding } from './finding.ts';
import { backToCaller, own, type DraftGraph, type DraftNode } from './model.ts';
import { repeated } from './read-graph.ts';

/**
 * A way on that is missing (`target` null) or leads to no node. `from` is null for `start` and `anytime`;
 * `many`: it may have been several ways.
 */
interface BrokenWay {
  readonly from: string | null;
  readonly isDetour: boolean;
  readonly target: string | null;
  readonly many: boolean;
}

/** Targets, reachability, dead ends, loops and keys of a graph. One fault gives one finding. */
export function checkGraph(graph: DraftGraph): readonly Finding[] {
  return [
    ...checkTargets(graph),
    ...checkReturns(graph),
    ...checkReach(graph),
    ...checkDeadEnds(graph),
    ...checkKeys(graph),
  ];
}

/** Where a node leads as written, `@return` and unknown names included; null for a way on that is missing. */
export function waysOn(node: DraftNode): readonly (string | null)[] {
  switch (node.kind) {
    case 'end':
      return [];
    case 'ask':
    case 'gate':
      return (node.answers ?? []).map((answer) => answer.next ?? null);
    default:
      return [node.next ?? null];
  }
}

const hasNode = (graph: DraftGraph, target: string | null): target is string =>
  target !== null && Object.hasOwn(graph.nodes, target);

function successors(graph: DraftGraph, id: string): readonly string[] {
  const node = own(graph.nodes, id);
  return node === undefined ? [] : waysOn(node).filter((target) => hasNode(graph, target));
}

function reach(graph: DraftGraph, roots: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = roots.filter((root) => hasNode(graph, root));
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...successors(graph, id));
  }
  return reached;
}

function isUnknown(graph: DraftGraph, target: string | null): target is string {
  return target !== null && target !== backToCaller && !hasNode(graph, target);
}

function checkTargets(graph: DraftGraph): readonly Finding[] {
  const unknown = (place: string, target: string, node?: string) =>
    finding('unknown-target', `${place} leads to ${target}, which is not a node`, { node });
  return [
    ...(isUnknown(graph, graph.start) ? [unknown('start', graph.start)] : []),
    ...graph.anytime.filter((id) => isUnknown(graph, id)).map((id) => unknown('anytime', id)),
    ...Object.entries(graph.nodes).flatMap(([id, node]) =>
      [...new Set(waysOn(node).filter((target) => isUnknown(graph, target)))].map((target) =>
        unknown(id, target, id),
      ),
    ),
  ];
}

/** `@return` needs a detour to return from; on the way from `start` there is none. */
function checkReturns(graph: DraftGraph): readonly Finding[] {
  const fromStart = reach(graph, [graph.start]);
  return Object.entries(graph.nodes)
    .filter(([id, node]) => fromStart.has(id) && waysOn(node).includes(backToCaller))
    .map(([id]) =>
      finding('unknown-target', `${id} leads to @return, but is reached from start, not by a detour`, {
        node: id,
      }),
    );
}

function checkReach(graph: DraftGraph): readonly Finding[] {
  const order = Object.keys(graph.nodes);
  const reached = reachThroughBroken(graph, order);
  return order
    .filter((id) => !reached.has(id))
    .map((id) => finding('unreachable', `${id} cannot be reached from start or a detour`, { node: id }));
}

/**
 * What is cut off by a broken way on is the same fault, reported there. Where the way led is guessed: to a node whose
 * name differs by a slip, else to the node below, as authors write a script in the order of the talk.
 */
function reachThroughBroken(graph: DraftGraph, order: readonly string[]): ReadonlySet<string> {
  const roots = [graph.start, ...graph.anytime];
  const cutOff = new Set(order.filter((id) => !reach(graph, roots).has(id)));
  const open = brokenWays(graph);
  for (;;) {
    const reached = reach(graph, roots);
    const way = open.find((each) => each.from === null || reached.has(each.from));
    if (way === undefined) return reached;
    open.splice(open.indexOf(way), 1);
    for (const guess of guesses(graph, way, order, cutOff)) {
      if (reach(graph, roots).has(guess)) continue;
      roots.push(guess);
      if (!way.many) break;
    }
  }
}

function brokenWays(graph: DraftGraph): BrokenWay[] {
  const single = { isDetour: false, many: false };
  const ways: BrokenWay[] = [];
  if (isUnknown(graph, graph.start)) ways.push({ ...single, from: null, target: graph.start });
  for (const [from, node] of Object.entries(graph.nodes)) {
    const isQuestion = node.kind === 'ask' || node.kind === 'gate';
    if (isQuestion && (node.answers ?? []).length === 0)
      ways.push({ ...single, from, target: null, many: true });
    for (const target of waysOn(node)) {
      if (target === null || isUnknown(graph, target)) ways.push({ ...single, from, target });
    }
  }
  const detours = graph.anytime.filter((id) => isUnknown(graph, id));
  return [...ways, ...detours.map((target) => ({ ...single, from: null, isDetour: true, target }))];
}

/** The nodes a broken way may have led to, likeliest first; only nodes that nothing else leads to. */
function guesses(
  graph: DraftGraph,
  way: BrokenWay,
  order: readonly string[],
  cutOff: ReadonlySet<string>,
): readonly string[] {
  const { target } = way;
  const slips = target === null ? [] : order.filter((id) => cutOff.has(id) && isSlipOf(target, id));
  if (slips.length > 0) return slips;
  if (way.from !== null) {
    const below = order.slice(order.indexOf(way.from) + 1);
    const length = below.findIndex((id) => !cutOff.has(id));
    return length < 0 ? below : below.slice(0, length);
  }
  const first = order.filter((id) => cutOff.has(id));
  if (!way.isDetour) return first.slice(0, 1);
  return first.filter((id) =>
    [...reach(graph, [id])].some((each) => {
      const node = own(graph.nodes, each);
      return node !== undefined && waysOn(node).includes(backToCaller);
    }),
  );
}

function checkDeadEnds(graph: DraftGraph): readonly Finding[] {
  const stuck = Object.entries(graph.nodes).flatMap(([id, node]) => {
    const reason = deadEnd(node);
    return reason === null ? [] : [finding('dead-end', `${id} ${reason}`, { node: id })];
  });
  const known = new Set(stuck.map((each) => each.node));
  const loops = endlessLoops(graph)
    .filter((loop) => !loop.some((id) => known.has(id)))
    .map((loop) =>
      finding('dead-end', `no end and no @return can be reached from the loop ${loop.join(', ')}`, {
        node: loop[0],
      }),
    );
  return [...stuck, ...loops];
}

function deadEnd(node: DraftNode): string | null {
  if (node.kind === 'end') return null;
  if (node.kind !== 'ask' && node.kind !== 'gate') return (node.next ?? null) === null ? 'has no next' : null;
  const answers = node.answers ?? [];
  if (answers.length === 0) return 'has no answers';
  const open = answers.find((answer) => (answer.next ?? null) === null);
  if (open !== undefined) return `has no next for the answer ${open.id}`;
  return answers.every((answer) => answer.when !== undefined) ? 'may offer no answer: each has a when' : null;
}

/** Loops with no way out, in the order of the file; a way out that is broken counts, being reported by itself. */
function endlessLoops(graph: DraftGraph): readonly (readonly string[])[] {
  const order = Object.keys(graph.nodes);
  const finishes = new Set(
    order.filter((id) => {
      const node = own(graph.nodes, id);
      if (node === undefined || node.kind === 'end') return true;
      const ways = waysOn(node);
      return ways.length === 0 || ways.some((way) => !hasNode(graph, way));
    }),
  );
  const endless = order.filter((id) => [...reach(graph, [id])].every((each) => !finishes.has(each)));
  const loops: (readonly string[])[] = [];
  const seen = new Set<string>();
  for (const id of endless) {
    const ahead = reach(graph, [id]);
    // Only loops that nothing leads out of: a loop before another one is mended with it.
    const isLast = [...ahead].every((each) => reach(graph, [each]).has(id));
    if (!isLast || seen.has(id)) continue;
    const loop = order.filter((each) => ahead.has(each));
    loop.forEach((each) => seen.add(each));
    loops.push(loop);
  }
  return loops;
}

function checkKeys(graph: DraftGraph): readonly Finding[] {
  return Object.entries(graph.nodes).flatMap(([id, node]) => {
    if (node.kind !== 'ask' && node.kind !== 'gate') return [];
    const answers = node.answers ?? [];
    return repeated(answers.map((answer) => answer.key)).map((key) => {
      const names = answers.filter((answer) => answer.key === key).map((answer) => answer.id);
      return finding('duplicate-key', `key ${String(key)} is given to ${names.join(' and ')}`, { node: id });
    });
  });
}
