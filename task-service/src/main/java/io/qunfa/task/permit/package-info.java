/** Leave to send: asked for at dispatch, accounted for at the end. */
@NullMarked
package io.qunfa.task.permit;

import org.jspecify.annotations.NullMarked;
