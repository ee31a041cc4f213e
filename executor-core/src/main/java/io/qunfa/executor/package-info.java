/**
 * The skeleton that the executors of all channels share; a channel adds its {@link
 * io.qunfa.executor.ChannelSender}.
 */
@NullMarked
package io.qunfa.executor;

import org.jspecify.annotations.NullMarked;
