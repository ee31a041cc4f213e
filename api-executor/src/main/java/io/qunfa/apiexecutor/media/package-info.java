/** Files on their way to WeCom, whose own ids for them live three days. */
@NullMarked
package io.qunfa.apiexecutor.media;

import org.jspecify.annotations.NullMarked;
