/** Short names inside `device`. */
export const SHORT_DEVICE: Readonly<Record<string, string>> = {
  cns: 'connections',
  cu: 'configuration_url',
  hw: 'hw_version',
  ids: 'identifiers',
  mdl: 'model',
  mdl_id: 'model_id',
  mf: 'manufacturer',
  sa: 'suggested_area',
  sn: 'serial_number',
  sw: 'sw_version',
};

/** Short names inside `origin`. */
export const SHORT_ORIGIN: Readonly<Record<string, string>> = {
  sw: 'sw_version',
  url: 'support_url',
};
