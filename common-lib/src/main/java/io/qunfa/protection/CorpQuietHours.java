package io.qunfa.protection;

import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When a corp sends nothing, by its policy; what is exempt sends all the same.
 *
 * @param until the first moment after them; equal to {@code from}: no quiet hours
 */
public record CorpQuietHours(ZoneId zone, LocalTime from, LocalTime until) {}
