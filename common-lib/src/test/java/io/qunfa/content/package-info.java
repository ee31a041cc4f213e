@NullMarked
package io.qunfa.content;

import org.jspecify.annotations.NullMarked;
