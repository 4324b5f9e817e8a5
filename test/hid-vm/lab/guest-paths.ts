/** Where the VM has what the host shares with it (vm/init, vm/boot-vm.ts). */
export const guestPaths = {
  /** As `dist` of the product. */
  product: '/app/dist',
  descriptors: '/app/hid-descriptors.json',
  /** Names of the checks to do. */
  checks: '/app/checks.json',
  results: '/out/results.jsonl',
} as const;
