/** Temporary media with their expiry, and permanent images. */
@NullMarked
package io.qunfa.simulator.media;

import org.jspecify.annotations.NullMarked;
