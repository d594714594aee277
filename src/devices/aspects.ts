/**
 * The vocabulary of aspects: what can be known of an entity or set, by component. States are told and wished for
 * with the same words, so that what was wished for can be compared with what came about.
 *
 *     light        state on|off · brightness % (1–100) · color_temperature K · color #rrggbb · white % · effect
 *     switch       state on|off
 *     siren        state on|off · tone · duration s · volume %
 *     fan          state on|off · speed % (0–100) · preset · oscillation on|off · direction forward|reverse
 *     humidifier   state on|off · humidity % · mode · current_humidity (told) · action (told)
 *     cover, valve state open|closed|stopped (told besides: opening, closing) · position % (100 is open) · tilt %
 *     lock         state locked|unlocked|open (told besides: locking, unlocking, opening, jammed) · code (text)
 *     alarm_control_panel  state disarmed|armed_home|armed_away|armed_night|armed_vacation|armed_custom_bypass|
 *                  triggered (told besides: pending, arming, disarming) · code (text)
 *     climate, water_heater  mode · temperature, temperature_high, temperature_low · power on|off · fan_mode ·
 *                  swing_mode · swing_horizontal_mode · preset · humidity % · told: current_temperature,
 *                  current_humidity, action
 *     vacuum       state cleaning|paused|docked|idle (told besides: returning, error) · command locate|clean_spot ·
 *                  fan_speed · battery % (told)
 *     lawn_mower   state mowing|paused|docked (told besides: returning, error)
 *     button, scene  press
 *     number, select, text  value
 *     sensor       value · binary_sensor state on|off · device_tracker state home|not_home|a zone · event value
 *     update       installed_version, latest_version, state on|off (on: there is a newer one) · install (press)
 */
export const MAIN_ASPECTS: ReadonlySet<string> = new Set(['state', 'value', 'mode', 'press']);

/** The words that are told with these aspects, and Home Assistant's for modes: no text of a publisher's own. */
const VOCABULARY: ReadonlySet<string> = new Set(
  `on off open closed stopped opening closing locked unlocked locking unlocking jammed
  disarmed armed_home armed_away armed_night armed_vacation armed_custom_bypass triggered pending arming disarming
  cleaning mowing paused docked idle returning error locate clean_spot home not_home forward reverse press none
  auto cool heat heat_cool dry fan_only low medium high eco electric gas heat_pump high_demand performance
  heating cooling drying fan preheating defrosting humidifying`.split(/\s+/),
);

/** Whether a value is one of our words or colours; any other may be a sentence that looks like one of ours. */
export const isOurWord = (value: string): boolean =>
  VOCABULARY.has(value) || /^#[0-9a-f]{6}$/.test(value);
