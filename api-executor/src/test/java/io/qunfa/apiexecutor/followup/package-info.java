@NullMarked
package io.qunfa.apiexecutor.followup;

import org.jspecify.annotations.NullMarked;
