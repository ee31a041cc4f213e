/** What a channel is, how urgent a job is, and where its messages go. */
@NullMarked
package io.qunfa.channel;

import org.jspecify.annotations.NullMarked;
