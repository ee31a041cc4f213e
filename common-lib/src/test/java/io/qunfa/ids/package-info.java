@NullMarked
package io.qunfa.ids;

import org.jspecify.annotations.NullMarked;
