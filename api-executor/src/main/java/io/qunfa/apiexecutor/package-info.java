/** The executor of the api channel: WeCom's own mass send. */
@NullMarked
package io.qunfa.apiexecutor;

import org.jspecify.annotations.NullMarked;
