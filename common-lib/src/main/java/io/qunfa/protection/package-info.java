/**
 * The protection of recipients, as far as two services share it: what is held back, and who may
 * pass. The rules and the counts are data-service's alone.
 */
@NullMarked
package io.qunfa.protection;

import org.jspecify.annotations.NullMarked;
