/**
 * A company's export becomes rows: uploaded to a spool file, read in the background, every refused
 * line explained.
 */
@NullMarked
package io.qunfa.data.importing;

import org.jspecify.annotations.NullMarked;
