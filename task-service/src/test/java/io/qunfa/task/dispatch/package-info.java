/** Order among tenants, without servers. */
@NullMarked
package io.qunfa.task.dispatch;

import org.jspecify.annotations.NullMarked;
