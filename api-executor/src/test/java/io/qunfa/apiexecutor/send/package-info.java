@NullMarked
package io.qunfa.apiexecutor.send;

import org.jspecify.annotations.NullMarked;
