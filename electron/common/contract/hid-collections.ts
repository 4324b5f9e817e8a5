import { z } from 'zod';

/**
 * WebHID's `HIDCollectionInfo` as a page sends it (https://wicg.github.io/webhid/#hidcollectioninfo-dictionary). Bit
 * positions are not in it: items stand in order and the sum of the sizes before is the offset.
 */
const itemSchema = z.object({
  isAbsolute: z.boolean(),
  isArray: z.boolean(),
  isConstant: z.boolean(),
  isRange: z.boolean(),
  hasNull: z.boolean(),
  hasPreferredState: z.boolean(),
  usages: z.array(z.int().nonnegative()).max(1_024),
  usageMinimum: z.int().nonnegative(),
  usageMaximum: z.int().nonnegative(),
  reportSize: z.int().min(0).max(65_535),
  reportCount: z.int().min(0).max(65_535),
  logicalMinimum: z.int(),
  logicalMaximum: z.int(),
});

const reportSchema = z.object({
  reportId: z.int().min(0).max(255),
  items: z.array(itemSchema).max(1_024),
});

const reports = z.array(reportSchema).max(256);

export const webHidCollectionSchema = z.object({
  usagePage: z.int().min(0).max(0xffff),
  usage: z.int().min(0).max(0xffff),
  type: z.int().min(0).max(255),
  inputReports: reports,
  outputReports: reports,
  featureReports: reports,
  get children(): z.ZodArray<typeof webHidCollectionSchema> {
    return z.array(webHidCollectionSchema).max(64);
  },
});

export const webHidDeviceSchema = z.object({
  vendorId: z.int().min(0).max(0xffff),
  productId: z.int().min(0).max(0xffff),
  productName: z.string().max(256),
  collections: z.array(webHidCollectionSchema).max(64),
});

export type WebHidCollection = z.infer<typeof webHidCollectionSchema>;
export type WebHidDevice = z.infer<typeof webHidDeviceSchema>;
