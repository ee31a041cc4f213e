/** Cursor paging as every listing of the REST interface has it. */
@NullMarked
package io.qunfa.paging;

import org.jspecify.annotations.NullMarked;
