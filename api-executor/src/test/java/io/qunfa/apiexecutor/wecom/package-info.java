@NullMarked
package io.qunfa.apiexecutor.wecom;

import org.jspecify.annotations.NullMarked;
