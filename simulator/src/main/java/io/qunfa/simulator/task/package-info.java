/** Mass-send tasks, the members' robots that confirm them, and what each customer received. */
@NullMarked
package io.qunfa.simulator.task;

import org.jspecify.annotations.NullMarked;
