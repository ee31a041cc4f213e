/** One call of add_msg_template for one job, and what its answer means. */
@NullMarked
package io.qunfa.apiexecutor.send;

import org.jspecify.annotations.NullMarked;
