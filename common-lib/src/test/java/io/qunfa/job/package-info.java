@NullMarked
package io.qunfa.job;

import org.jspecify.annotations.NullMarked;
