@NullMarked
package io.qunfa.neighbour;

import org.jspecify.annotations.NullMarked;
