@NullMarked
package io.qunfa.apiexecutor.token;

import org.jspecify.annotations.NullMarked;
