@NullMarked
package io.qunfa.apiexecutor.media;

import org.jspecify.annotations.NullMarked;
