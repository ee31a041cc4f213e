/** task-service against real MySQL and RabbitMQ; its neighbours answer over HTTP in this JVM. */
@NullMarked
package io.qunfa.task;

import org.jspecify.annotations.NullMarked;
