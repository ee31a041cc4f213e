/** The last look at a job's recipients before it leaves. */
@NullMarked
package io.qunfa.data.recheck;

import org.jspecify.annotations.NullMarked;
