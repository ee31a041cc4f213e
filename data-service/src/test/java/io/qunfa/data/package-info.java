/** The data service under test, with real servers. */
@NullMarked
package io.qunfa.data;

import org.jspecify.annotations.NullMarked;
