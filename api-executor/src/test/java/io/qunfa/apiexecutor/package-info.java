@NullMarked
package io.qunfa.apiexecutor;

import org.jspecify.annotations.NullMarked;
