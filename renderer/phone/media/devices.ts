/** What a settings entry says about a device and what `enumerateDevices` tells: only labels are stable. */
export interface DeviceInfo {
  readonly kind: string;
  readonly deviceId: string;
  readonly label: string;
}

/**
 * The id of the device with that label; null if it is not there, which means: take the default of the system.
 * Ids change with the profile. Some systems add the USB ids to the label, so a unique beginning counts too.
 */
export function findDeviceId(
  devices: readonly DeviceInfo[],
  kind: 'audioinput' | 'audiooutput',
  label: string | undefined,
): string | null {
  if (label === undefined || label.trim() === '') return null;
  const wanted = label.trim().toLowerCase();
  // "default" and "communications" stand for other entries of the same list.
  const real = devices.filter(
    (device) => device.kind === kind && device.deviceId !== 'default' && device.deviceId !== 'communications',
  );
  const exact = real.find((device) => device.label.trim().toLowerCase() === wanted);
  if (exact !== undefined) return exact.deviceId;
  const similar = real.filter((device) => {
    const other = device.label.trim().toLowerCase();
    return other !== '' && (other.startsWith(wanted) || wanted.startsWith(other));
  });
  return similar.length === 1 ? (similar[0]?.deviceId ?? null) : null;
}

/** The name of the device that is used: the one with that label, else the default; null where names are not told. */
export function findLabel(
  devices: readonly DeviceInfo[],
  kind: 'audioinput' | 'audiooutput',
  label: string | undefined,
): string | null {
  const id = findDeviceId(devices, kind, label) ?? 'default';
  const found =
    devices.find((device) => device.kind === kind && device.deviceId === id) ??
    devices.find((device) => device.kind === kind);
  return found === undefined || found.label === '' ? null : found.label.slice(0, 256);
}
