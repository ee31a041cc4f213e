/**
 * What crosses the broker. Messages carry ids and a version, never the audience; unknown fields are
 * ignored so that a newer sender does not break an older reader.
 */
@NullMarked
package io.qunfa.wire;

import org.jspecify.annotations.NullMarked;
